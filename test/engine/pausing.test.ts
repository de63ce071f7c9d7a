import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { TestEngine } from '../fixtures/engine.ts';
import { loggedOutput } from '../fixtures/log.ts';

const ticking = 'trap "exit 7" TERM; while :; do echo tick; sleep 0.02; done';

async function running(engine: TestEngine, name: string, script = ticking): Promise<string> {
  const { id } = await engine.containers.create({ name, image: 'busybox', command: ['sh', '-c', script] });
  await engine.containers.start(id);
  await expect.poll(() => loggedOutput(engine.containers.status(id).logPath)).not.toBe('');
  return id;
}

test('a paused container does nothing until it is resumed, also across a restart of conmand', async () => {
  await using engine = await TestEngine.open();
  const id = await running(engine, 'p');
  const log = (): string => loggedOutput(engine.containers.status(id).logPath);
  await expect(engine.containers.resume(id)).rejects.toMatchObject({ code: 'failed-precondition' });
  await engine.containers.pause(id);
  await expect(engine.containers.pause(id)).rejects.toThrow('paused already');
  await engine.reopen();
  expect(engine.containers.status(id)).toMatchObject({ state: 'running', paused: true });
  expect((await engine.containers.inspect(id)).paused).toBe(true);
  const before = log();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(log()).toBe(before);
  await engine.containers.resume(id);
  expect(engine.containers.status(id).paused).toBeUndefined();
  await expect.poll(() => log().length).toBeGreaterThan(before.length);
  expect(engine.history).toEqual(['changed p']);
});

test('a paused container can be stopped, killed and removed', async () => {
  await using engine = await TestEngine.open();
  const { containers } = engine;
  const stopped = await running(engine, 'stopped');
  const killed = await running(engine, 'killed');
  const removed = await running(engine, 'removed');
  for (const id of [stopped, killed, removed]) await containers.pause(id);
  await Promise.all([
    containers.stop(stopped, { timeoutSeconds: 20 }),
    containers.kill(killed, 'KILL').then(() => containers.waitForExit(killed)),
    containers.remove(removed, { force: true }),
  ]);
  expect(containers.status(stopped).exit).toMatchObject({ code: 7 });
  expect(containers.status(killed).exit).toMatchObject({ signal: 9 });
  await expect(containers.pause(stopped)).rejects.toThrow('stopped is exited, not running');
  await containers.start(stopped);
  expect(containers.status(stopped)).not.toHaveProperty('paused');
});

test('a pause behind its back, as by a runtime that outlived a conmand, is seen when it matters', async () => {
  await using engine = await TestEngine.open();
  const { containers } = engine;
  const resumed = await running(engine, 'resumed');
  const stopped = await running(engine, 'stopped');
  const paused = await running(engine, 'paused');
  const { runtimePath, runtimeRoot } = engine.config;
  for (const id of [resumed, stopped, paused]) execFileSync(runtimePath, ['--root', runtimeRoot, 'pause', id]);
  await containers.resume(resumed);
  await containers.stop(stopped, { timeoutSeconds: 20 });
  expect(containers.status(stopped).exit).toMatchObject({ code: 7 });
  await expect(containers.pause(paused)).rejects.toThrow('paused already');
  expect(containers.status(paused).paused).toBe(true);
  await containers.resume(paused);
  await containers.stop(resumed, { timeoutSeconds: 20 });
  expect(containers.status(resumed).exit).toMatchObject({ code: 7 });
});

test('a container has its new name for everybody, and on disk', async () => {
  await using engine = await TestEngine.open();
  const { containers } = engine;
  const { id } = await containers.create({ name: 'old', image: 'busybox', command: ['true'] });
  await containers.create({ name: 'taken', image: 'busybox', command: ['true'] });
  await expect(containers.rename('old', 'taken')).rejects.toMatchObject({ code: 'already-exists' });
  await expect(containers.rename('old', 'no name')).rejects.toMatchObject({ code: 'invalid-argument' });
  const outcomes = await Promise.allSettled([containers.rename(id, 'new'), containers.rename('taken', 'new')]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(() => containers.status('old')).toThrow('there is no container');
  await containers.create({ name: 'old', image: 'busybox', command: ['true'] });
  await engine.reopen();
  expect(engine.containers.status('new').id).toBe(id);
  expect(engine.containers.list().map(({ name }) => name)).toEqual(['new', 'taken', 'old']);
});

test('the processes of a container are seen as the host and as the container number them', async () => {
  await using engine = await TestEngine.open();
  const id = await running(engine, 'top', 'sleep 1001 & echo up; exec sleep 1002');
  const { pid } = engine.containers.status(id);
  // A shell is a shell until it has become what it runs.
  const commands = async () => (await engine.containers.processes(id)).map(({ command }) => command.join(' '));
  await expect.poll(commands).toEqual(['sleep 1002', 'sleep 1001']);
  const processes = await engine.containers.processes(id);
  expect(processes[0]).toMatchObject({ pid, containerPid: 1, uid: 0, state: 'S' });
  expect(processes[1]).toMatchObject({ parentPid: pid });
  expect(processes[1]?.containerPid).toBeGreaterThan(1);
  expect(processes[0]?.residentBytes).toBeGreaterThan(0);
  await engine.containers.stop(id, { timeoutSeconds: 0 });
  expect(await engine.containers.processes(id)).toEqual([]);
});
