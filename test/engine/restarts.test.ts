import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RestartPolicy } from '../../src/core/api/index.ts';
import { TestEngine } from '../fixtures/engine.ts';
import { loggedOutput } from '../fixtures/log.ts';

async function started(engine: TestEngine, script: string, restart: RestartPolicy): Promise<string> {
  const { id } = await engine.containers.create({
    ...{ name: 'r', image: 'busybox', command: ['sh', '-c', script], restart },
  });
  await engine.containers.start(id);
  return id;
}

function runs(engine: TestEngine, id: string): number {
  return loggedOutput(engine.containers.status(id).logPath).split('run\n').length - 1;
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('on-failure starts it again as often as it may, and no more', async () => {
  await using engine = await TestEngine.open();
  const id = await started(engine, 'echo run; exit 5', { kind: 'on-failure', maxRetries: 2 });
  await expect.poll(() => runs(engine, id)).toBe(3);
  await expect
    .poll(() => engine.containers.status(id))
    .toMatchObject({ state: 'exited', exit: { code: 5 }, message: '' });
  await wait(1000);
  expect(runs(engine, id)).toBe(3);
  expect((await engine.containers.inspect(id)).restart).toEqual({ policy: 'on-failure', maxRetries: 2, restarts: 2 });
  expect(engine.containers.status(id)).toMatchObject({ restarts: 2 });
  // Who starts it gives it all its tries again.
  await engine.containers.start(id);
  await expect.poll(() => runs(engine, id)).toBe(6);
});

test('on-failure leaves a success alone', async () => {
  await using engine = await TestEngine.open();
  const id = await started(engine, 'echo run', { kind: 'on-failure' });
  await engine.containers.waitForExit(id);
  await wait(400);
  expect(runs(engine, id)).toBe(1);
});

test('always goes on over a restart of conmand, until its user stops it', async () => {
  await using engine = await TestEngine.open();
  const id = await started(engine, 'echo run; sleep 0.05', { kind: 'always' });
  await expect.poll(() => runs(engine, id)).toBeGreaterThan(2);
  await engine.reopen();
  const before = runs(engine, id);
  await expect.poll(() => runs(engine, id)).toBeGreaterThan(before);
  expect((await engine.containers.inspect(id)).restart.restarts).toBeGreaterThan(2);
  await engine.containers.stop(id);
  const stopped = runs(engine, id);
  expect(engine.containers.status(id)).toMatchObject({ state: 'exited', message: '' });
  await wait(1500);
  expect(runs(engine, id)).toBe(stopped);
  // With conmand it comes back; `unless-stopped` would not.
  await engine.reopen();
  await expect.poll(() => runs(engine, id)).toBeGreaterThan(stopped);
});

test('a stop during the wait ends it, a start cuts it short, a removal forgets it', async () => {
  await using engine = await TestEngine.open();
  const { containers } = engine;
  const id = await started(engine, 'echo run; exit 1', { kind: 'unless-stopped' });
  const waits = () => containers.status(id).message;
  // By now the wait is long enough to be met in it.
  await expect.poll(waits, { interval: 5 }).toContain('about to be started again (restart 5)');
  const before = runs(engine, id);
  await containers.start(id);
  await expect.poll(() => runs(engine, id)).toBeGreaterThan(before);
  // It counts anew, with short waits that a busy machine sees only some of.
  await expect.poll(waits, { interval: 5 }).toMatch(/about to be started again \(restart [1-4]\)/);
  await containers.stop(id);
  expect(waits()).toBe('');
  const stopped = runs(engine, id);
  await engine.reopen();
  await wait(500);
  expect(runs(engine, id)).toBe(stopped);
  await engine.containers.start(id);
  await engine.containers.remove(id, { force: true });
});

test('a stop or kill of what runs is the end, also when conmand dies before it sees it', async () => {
  await using engine = await TestEngine.open();
  const id = await started(engine, 'echo run; exec sleep 1000', { kind: 'unless-stopped' });
  await engine.containers.kill(id, 'KILL');
  await engine.containers.waitForExit(id);
  await wait(400);
  expect(engine.containers.status(id).state).toBe('exited');
  await engine.containers.restart(id);
  expect(engine.containers.status(id).state).toBe('running');
  const { pid } = engine.containers.status(id);
  // Nobody's wish: it is started again, although conmand was not there.
  await engine.reopen(async () => {
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => existsSync(join(engine.config.libRoot, 'exits', id))).toBe(true);
  });
  await expect.poll(() => engine.containers.status(id).state).toBe('running');
});
