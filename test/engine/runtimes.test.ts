import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EngineConfig } from '../../src/core/container/containers.ts';
import { UnixClock } from '../../src/core/host/clock.ts';
import { Syscalls } from '../../src/core/host/syscalls.ts';
import { ExecSessions } from '../../src/core/streams/exec-sessions.ts';
import { makeTestRoot, TestEngine, testConfig } from '../fixtures/engine.ts';
import { killAll } from '../fixtures/killed.ts';
import { findLeaks } from '../fixtures/leaks.ts';

/** runc by another name, which writes down each verb it is called with. */
function otherRuntime(root: string): { readonly config: Partial<EngineConfig>; verbs(): Set<string> } {
  const [path, calls, state] = ['other-runc', 'calls', 'other-state'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(calls, '');
  writeFileSync(path, `#!/bin/sh\necho "$*" >>${calls}\nexec /usr/bin/runc "$@"\n`, { mode: 0o755 });
  const verbs = ['create', 'start', 'state', 'exec', 'kill', 'pause', 'resume', 'update', 'delete'];
  return {
    config: { runtimes: [{ name: 'other', path, root: state }] },
    verbs() {
      const lines = readFileSync(calls, 'utf8').trimEnd().split('\n');
      expect(lines.filter((line) => !line.includes(`--root ${state} `))).toEqual([]);
      return new Set(lines.map((line) => verbs.find((verb) => line.split(' ').includes(verb)) ?? line));
    },
  };
}

const sleeper = { name: 'a', image: 'busybox', command: ['sleep', '1000'], runtime: 'other' };

test('a container is with the runtime that was named for it, all its life', async () => {
  const root = makeTestRoot();
  const other = otherRuntime(root);
  await using engine = await TestEngine.open(other.config, root);
  const { id } = await engine.containers.create(sleeper);
  await engine.reopen();
  await engine.containers.start(id);
  await engine.containers.pause(id);
  await engine.containers.resume(id);
  await engine.containers.update(id, { limits: { pids: 50 } });
  const execs = new ExecSessions({
    runtimes: engine.containers.runtimes,
    shimPath: testConfig(root).shimPath,
    directory: join(root, 'exec'),
    syscalls: new Syscalls(),
    nowNs: () => new UnixClock().nowNs(),
  });
  const session = await execs.create(engine.containers.locate(id), { command: ['true'], tty: false, stdin: false });
  expect(session).toBeDefined();
  await execs.close();
  expect(await engine.containers.inspect(id)).toMatchObject({ runtime: 'other', state: 'running' });
  await engine.containers.stop(id, { timeoutSeconds: 0 });
  await engine.containers.start(id);
  await engine.containers.remove(id, { force: true });
  // `state` is how the next conmand finds out whether a created container was started.
  expect([...other.verbs()].sort()).toEqual(
    ['create', 'delete', 'exec', 'kill', 'pause', 'resume', 'start', 'state', 'update'].sort(),
  );
});

test('what an interrupted creation left is taken apart at the runtime that has it', async () => {
  const root = makeTestRoot();
  const other = otherRuntime(root);
  await using engine = await TestEngine.open(other.config, root);
  const { id } = await engine.containers.create(sleeper);
  const { directory } = (await engine.containers.inspect(id)).paths;
  await engine.reopen(() => rmSync(join(directory, 'record.json')));
  expect(engine.containers.list()).toEqual([]);
  expect(other.verbs()).toContain('delete');
});

test('a container keeps its place when its runtime is configured no more', async () => {
  const root = makeTestRoot();
  const other = otherRuntime(root);
  await using engine = await TestEngine.open(other.config, root);
  const { runtimes } = engine.config;
  const { id } = await engine.containers.create({ ...sleeper, command: ['true'] });
  await engine.containers.start(id);
  await engine.containers.waitForExit(id);
  await engine.reopen(() => {
    Object.assign(engine.config, { runtimes: [] });
  });
  expect(engine.containers.status(id)).toMatchObject({
    state: 'exited',
    exit: { code: 0 },
    message: expect.stringContaining('OCI runtime other is not configured'),
  });
  await expect(engine.containers.start(id)).rejects.toMatchObject({
    code: 'failed-precondition',
    message: 'there is no OCI runtime named "other"',
    hint: expect.stringContaining('conmand --runtime'),
  });
  await engine.reopen(() => {
    Object.assign(engine.config, { runtimes });
  });
  expect(engine.containers.status(id).message).toBe('');
  await engine.containers.start(id);
  expect(await engine.containers.waitForExit(id)).toMatchObject({ code: 0 });
});

test.each(['configured no more', 'gone'])('running containers of a runtime that is %s can be ended', async (what) => {
  const root = makeTestRoot();
  const other = otherRuntime(root);
  const script = 'trap "exit 7" TERM; while :; do sleep 0.02; done';
  await using engine = await TestEngine.open(other.config, root);
  const { runtimes = [] } = engine.config;
  for (const name of ['stopped', 'killed', 'removed', 'waiting', 'served']) {
    await engine.containers.create({ ...sleeper, name, command: ['sh', '-c', script] });
    if (name !== 'waiting') await engine.containers.start(name);
  }
  await engine.containers.pause('stopped');
  await engine.reopen(() => {
    if (what === 'gone') rmSync(runtimes[0]?.path ?? '');
    else Object.assign(engine.config, { runtimes: [] });
  });
  const { containers } = engine;
  expect(containers.status('stopped')).toMatchObject({ state: 'running', paused: true });
  await expect(containers.pause('killed')).rejects.toMatchObject({
    message: expect.stringMatching(/runtime|other-runc/),
  });
  await containers.stop('stopped', { timeoutSeconds: 20 });
  expect(containers.status('stopped').exit).toMatchObject({ reason: 'exited', code: 7 });
  await containers.kill('killed', 'KILL');
  expect(await containers.waitForExit('killed')).toMatchObject({ reason: 'signaled', signal: 9 });
  await containers.remove('removed', { force: true });
  await containers.remove('waiting', { force: true });
  const { shimPid } = await containers.inspect('served');
  await killAll(shimPid);
  await expect.poll(async () => (await containers.inspect('served')).shimPid).not.toBe(shimPid);
  await containers.kill('served', 'TERM');
  expect(await containers.waitForExit('served')).toMatchObject({ reason: 'exited', code: 7 });
});

test.each([
  ['a name that nobody configured', 'kata', 'there is no OCI runtime named "kata"'],
  ['a program that is not there', 'gone', 'there is no OCI runtime at /nowhere/crun'],
])('%s is said before anything is built', async (_what, runtime, message) => {
  const root = makeTestRoot();
  const gone = { name: 'gone', path: '/nowhere/crun', root: join(root, 'gone') };
  await using engine = await TestEngine.open({ runtimes: [gone] }, root);
  const creation = engine.containers.create({ ...sleeper, runtime });
  await expect(creation).rejects.toMatchObject({ code: 'failed-precondition', message });
  expect(engine.containers.list()).toEqual([]);
  expect(await findLeaks(engine.root, engine.config)).toEqual([]);
});
