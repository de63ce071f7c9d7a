import { expect, test } from 'vitest';
import type { HealthCheck, HealthStatus } from '../../src/core/api/index.ts';
import { TestEngine } from '../fixtures/engine.ts';

/** Well as long as there is /tmp/ok. */
const check: HealthCheck = { command: ['sh', '-c', 'echo asked; test -f /tmp/ok'], intervalMs: 100, retries: 2 };

async function start(engine: TestEngine, script: string, health: HealthCheck | 'none' = check): Promise<string> {
  const { id } = await engine.containers.create({ name: 'c', image: 'busybox', command: ['sh', '-c', script], health });
  await engine.containers.start(id);
  return id;
}

async function awaitHealth({ containers }: TestEngine, status: HealthStatus): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { snapshot, unsubscribe } = containers.subscribe(({ container }) => {
    if (container.health === status) resolve();
  });
  if (snapshot.some(({ health }) => health === status)) resolve();
  await promise;
  unsubscribe();
}

/** Makes it well or not, from inside. */
const untilTold = 'trap "rm -f /tmp/ok" USR1; trap "touch /tmp/ok" USR2; while :; do sleep 0.05; done';

test('health is starting, then what the checks say; each change is told', async () => {
  await using engine = await TestEngine.open();
  await start(engine, `touch /tmp/ok; ${untilTold}`);
  expect(engine.containers.status('c').health).toBe('starting');
  await awaitHealth(engine, 'healthy');
  const { health } = await engine.containers.inspect('c');
  expect(health).toMatchObject({
    status: 'healthy',
    failures: 0,
    check: { intervalMs: 100, retries: 2, timeoutMs: 30_000 },
  });
  expect(health?.results.at(-1)).toMatchObject({ exitCode: 0, output: 'asked\n' });
  await engine.containers.kill('c', 'USR1');
  await awaitHealth(engine, 'unhealthy');
  await engine.containers.kill('c', 'USR2');
  await awaitHealth(engine, 'healthy');
  expect(engine.history.filter((line) => line.includes('health'))).toEqual(['healthy c', 'unhealthy c', 'healthy c']);
  await engine.containers.stop('c', { timeoutSeconds: 0 });
  expect(engine.containers.status('c').health).toBeUndefined();
  // Another run begins anew.
  await engine.containers.start('c');
  expect(engine.containers.status('c').health).toBe('starting');
});

test('health survives conmand', async () => {
  await using engine = await TestEngine.open();
  await start(engine, `touch /tmp/ok; ${untilTold}`);
  await awaitHealth(engine, 'healthy');
  await engine.reopen();
  await awaitHealth(engine, 'healthy');
  expect(engine.history).not.toContain('healthy c');
  await engine.containers.kill('c', 'USR1');
  await awaitHealth(engine, 'unhealthy');
});

test('a check that hangs is ended, with what it started; one that cannot run has failed', async () => {
  await using engine = await TestEngine.open();
  const hanging = { command: ['sh', '-c', 'sleep 1003'], timeoutMs: 200, intervalMs: 100, retries: 1 };
  await start(engine, 'sleep 1000', hanging);
  await awaitHealth(engine, 'unhealthy');
  const { health } = await engine.containers.inspect('c');
  expect(health?.results[0]).toMatchObject({ exitCode: null, output: expect.stringContaining('longer than 200 ms') });
  await engine.containers.remove('c', { force: true });
  await start(engine, 'sleep 1000', { command: ['/none'], intervalMs: 100, retries: 1 });
  await awaitHealth(engine, 'unhealthy');
  const second = await engine.containers.inspect('c');
  expect(second.health?.results[0]).toMatchObject({ exitCode: null, output: expect.stringContaining('no such file') });
});

test('one that is held still is not asked, and one without a check has no health', async () => {
  await using engine = await TestEngine.open();
  await start(engine, 'touch /tmp/ok; sleep 1000');
  await awaitHealth(engine, 'healthy');
  await engine.containers.pause('c');
  // A check that was under way when it was held ends with its time.
  expect(engine.containers.status('c')).toMatchObject({ paused: true, health: 'healthy' });
  await engine.containers.resume('c');
  await engine.containers.remove('c', { force: true });
  await start(engine, 'sleep 1000', 'none');
  expect(engine.containers.status('c').health).toBeUndefined();
  expect((await engine.containers.inspect('c')).health).toBeNull();
  const refused = engine.containers.create({ name: 'x', image: 'busybox', command: ['true'], health: { command: [] } });
  await expect(refused).rejects.toMatchObject({ code: 'invalid-argument' });
});
