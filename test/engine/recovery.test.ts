import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openContainers } from '../../src/core/container/containers.ts';
import { endCgroup } from '../../src/core/host/cgroup-processes.ts';
import { cgroupHierarchies } from '../../src/core/host/cgroups.ts';
import { listMounts } from '../../src/core/host/mounts.ts';
import { identifyProcess } from '../../src/core/host/process-identity.ts';
import { Syscalls } from '../../src/core/host/syscalls.ts';
import { makeTestRoot, TestEngine } from '../fixtures/engine.ts';
import { killAll } from '../fixtures/killed.ts';
import { loggedOutput } from '../fixtures/log.ts';
import { writeFaultyRuntime } from '../fixtures/runtime.ts';

function paths({ config }: TestEngine, id: string) {
  const directory = join(config.libRoot, 'containers', id);
  return {
    directory,
    record: join(directory, 'record.json'),
    rootfs: join(directory, 'rootfs'),
    exitFile: join(config.libRoot, 'exits', id),
    run: join(config.runRoot, 'containers', id),
  };
}

function changeRecord(
  engine: TestEngine,
  id: string,
  change: (record: { startedAt?: string; init: object }) => object,
): void {
  const { record } = paths(engine, id);
  writeFileSync(record, JSON.stringify(change(JSON.parse(readFileSync(record, 'utf8')))));
}

async function createRunning(engine: TestEngine, name: string, script = 'sleep 1000'): Promise<string> {
  const { id } = await engine.containers.create({ name, image: 'busybox', command: ['sh', '-c', script] });
  await engine.containers.start(id);
  return id;
}

test('what runs, runs on; what was created can still be started; what ended meanwhile has its exact code', async () => {
  await using engine = await TestEngine.open();
  const running = await createRunning(engine, 'running');
  const ending = await createRunning(engine, 'ending', 'while ! test -e /end; do sleep 0.05; done; exit 42');
  const { id: created } = await engine.containers.create({ name: 'created', image: 'busybox', command: ['true'] });
  const before = engine.containers.status(running);
  await engine.reopen(async () => {
    writeFileSync(join(paths(engine, ending).rootfs, 'end'), '');
    await expect.poll(() => existsSync(paths(engine, ending).exitFile)).toBe(true);
  });
  const { containers } = engine;
  expect(containers.status(running)).toEqual(before);
  expect(containers.status(ending)).toMatchObject({ state: 'exited', exit: { reason: 'exited', code: 42 } });
  expect(containers.status(created).state).toBe('created');
  await containers.start(created);
  expect(await containers.waitForExit(created)).toMatchObject({ code: 0 });
  await containers.stop(running, { timeoutSeconds: 0 });
  expect(containers.status(running).exit).toMatchObject({ signal: 9 });
  await expect(containers.create({ name: 'running', image: 'busybox', command: ['true'] })).rejects.toMatchObject({
    code: 'already-exists',
  });
});

test('a start that was not written down is found at the runtime', async () => {
  await using engine = await TestEngine.open();
  const id = await createRunning(engine, 'x');
  await engine.reopen(() => changeRecord(engine, id, ({ startedAt, ...record }) => record));
  const { state, startedAt } = engine.containers.status(id);
  expect(state).toBe('running');
  expect(startedAt).toBeGreaterThan(0n);
});

test('shim and container that died while nobody watched are unknown, never 0', async () => {
  await using engine = await TestEngine.open();
  const id = await createRunning(engine, 'gone');
  const { pid } = engine.containers.status(id);
  const { shimPid } = await engine.containers.inspect(id);
  await engine.reopen(() => killAll(shimPid, pid));
  await expect.poll(() => engine.containers.status(id).state).toBe('unknown');
  await engine.containers.remove(id);
});

test('after a restart of the machine a container has ended, and nobody knows how', async () => {
  await using engine = await TestEngine.open();
  const id = await createRunning(engine, 'x');
  const { shimPid } = await engine.containers.inspect(id);
  await engine.reopen(async () => {
    await killAll(shimPid);
    changeRecord(engine, id, (record) => ({ ...record, init: { ...record.init, bootId: 'earlier' } }));
  });
  expect(engine.containers.status(id)).toMatchObject({ state: 'exited', exit: { reason: 'unknown' }, pid: 0 });
});

/** As after a restart of the machine: another boot, no process, no mount, nothing in /run. */
async function restartMachine(engine: TestEngine, ids: readonly string[]): Promise<void> {
  const { config } = engine;
  const facts = await Promise.all(ids.map((id) => engine.containers.inspect(id)));
  const hierarchies = cgroupHierarchies(await listMounts());
  await engine.reopen(async () => {
    for (const { shimPid, pid } of facts) for (const each of [shimPid, pid]) if (each > 0) killNow(each);
    for (const id of ids) {
      execFileSync('umount', [paths(engine, id).rootfs]);
      changeRecord(engine, id, (record) => ({ ...record, init: { ...record.init, bootId: 'earlier' } }));
    }
    for (const id of ids) await endCgroup(hierarchies, join(config.cgroupParent, id), new Syscalls());
    for (const root of [config.runRoot, config.runtimeRoot]) rmSync(root, { recursive: true, force: true });
  });
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // The other one's end was its own.
  }
}

test('a restart of the machine: what ran has ended, nobody knows how; what had ended keeps its code; all can start again', async () => {
  await using engine = await TestEngine.open();
  const running = await createRunning(engine, 'running', 'echo mark >>/kept; exec sleep 1000');
  const ended = await engine.run({ name: 'ended', command: ['sh', '-c', 'exit 7'] });
  const { id: created } = await engine.containers.create({ name: 'created', image: 'busybox', command: ['true'] });
  await restartMachine(engine, [running, ended, created]);
  const { containers } = engine;
  for (const id of [running, created]) {
    expect(containers.status(id)).toMatchObject({
      state: 'exited',
      exit: { reason: 'unknown', code: undefined },
      pid: 0,
    });
  }
  expect(containers.status(ended)).toMatchObject({ state: 'exited', exit: { reason: 'exited', code: 7 } });
  // The mounts are made again, and what was written is still there.
  for (const id of [running, ended, created]) await containers.start(id);
  expect(await containers.waitForExit(ended)).toMatchObject({ code: 7 });
  expect(readFileSync(join(paths(engine, running).rootfs, 'kept'), 'utf8')).toMatch(/^(mark\n){1,2}$/);
});

test('after a restart of the machine policies act: always and unless-stopped start, the others stay', async () => {
  await using engine = await TestEngine.open();
  const policies = ['always', 'unless-stopped', 'no'] as const;
  const ids = new Map<string, string>();
  for (const kind of policies) {
    const options = { name: kind, image: 'busybox', command: ['sleep', '1000'], restart: { kind } };
    const { id } = await engine.containers.create(options);
    await engine.containers.start(id);
    ids.set(kind, id);
  }
  await restartMachine(engine, [...ids.values()]);
  const stateOf = (kind: string) => engine.containers.status(ids.get(kind) ?? '').state;
  await expect.poll(() => policies.map(stateOf)).toEqual(['running', 'running', 'exited']);
});

test('a pid that belongs to another process now is not the container', async () => {
  await using engine = await TestEngine.open();
  const id = await createRunning(engine, 'x');
  const { shimPid } = await engine.containers.inspect(id);
  await engine.reopen(async () => {
    await killAll(shimPid);
    changeRecord(engine, id, (record) => ({ ...record, init: { ...record.init, startTime: '1' } }));
  });
  await expect.poll(() => engine.containers.status(id).state).toBe('unknown');
});

test.each([
  ['cut off', (text: string) => text.slice(0, text.length / 2), 'is not JSON'],
  ['of a newer conman', (text: string) => text.replace('"version": 1', '"version": 2'), 'has version 2'],
  ['damaged', (text: string) => text.replace('"command": [', '"command": [7,'), 'is damaged at "command.0"'],
])('a record that is %s is shown as broken and kept, and the others work', async (_, damage, message) => {
  await using engine = await TestEngine.open();
  const id = await createRunning(engine, 'broken');
  const { record, rootfs } = paths(engine, id);
  const damaged = damage(readFileSync(record, 'utf8'));
  await engine.reopen(() => writeFileSync(record, damaged));
  const { containers } = engine;
  expect(containers.list()).toHaveLength(1);
  expect(containers.status(id)).toMatchObject({ state: 'unknown', message: expect.stringContaining(message) });
  expect(containers.status(id).message).toContain(record);
  await engine.run({ name: 'other', command: ['true'] });
  await expect(containers.start(id)).rejects.toMatchObject({ code: 'failed-precondition' });
  await expect(containers.remove(id)).rejects.toMatchObject({ code: 'failed-precondition' });
  expect(readFileSync(record, 'utf8')).toBe(damaged);
  expect(existsSync(join(rootfs, 'bin/sh'))).toBe(true);
  await containers.remove(id, { force: true });
  expect(existsSync(record)).toBe(false);
});

test('an interrupted creation is undone, and an interrupted removal finished', async () => {
  await using engine = await TestEngine.open();
  // Either leaves a container's directory without a record.
  const { id: half } = await engine.containers.create({ name: 'half', image: 'busybox', command: ['true'] });
  const ended = await engine.run({ name: 'ended', command: ['true'] });
  const empty = 'e'.repeat(32);
  await engine.reopen(() => {
    rmSync(paths(engine, half).record);
    rmSync(paths(engine, ended).record);
    rmSync(paths(engine, ended).run, { recursive: true });
    mkdirSync(paths(engine, empty).directory);
  });
  expect(engine.containers.list()).toEqual([]);
  for (const id of [half, ended, empty]) expect(existsSync(paths(engine, id).directory)).toBe(false);
  await engine.run({ name: 'half', command: ['true'] });
});

test('what lies in the engine’s places and belongs to no container is cleaned up', async () => {
  await using engine = await TestEngine.open();
  const id = 'd'.repeat(32);
  const { exitFile, run, rootfs } = paths(engine, id);
  // Of a shim that was killed while it wrote; no process has such a pid.
  const torn = join(engine.config.libRoot, 'exits', '.conman-shim-4194305');
  const cgroup = `/sys/fs/cgroup/memory${engine.config.cgroupParent}/${id}`;
  await engine.reopen(() => {
    writeFileSync(exitFile, '{}');
    writeFileSync(torn, '{"at"');
    mkdirSync(run);
    writeFileSync(join(run, 'container.pid'), '1');
    mkdirSync(rootfs, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', 'none', rootfs]);
    if (existsSync('/sys/fs/cgroup/memory')) mkdirSync(cgroup, { recursive: true });
  });
  for (const path of [exitFile, torn, run, rootfs, cgroup]) expect(existsSync(path), path).toBe(false);
});

test('processes that the runtime has forgotten end with the container they were started for', async () => {
  await using engine = await TestEngine.open();
  const id = await createRunning(engine, 'forgotten');
  const { pid, shimPid } = await engine.containers.inspect(id);
  await engine.reopen(() => {
    // A runtime killed in the middle of its work leaves processes and no state; the conmand before had no record yet.
    process.kill(shimPid, 'SIGKILL');
    rmSync(join(engine.config.runtimeRoot, id), { recursive: true });
    rmSync(paths(engine, id).record);
  });
  expect(engine.containers.list()).toEqual([]);
  expect(identifyProcess(pid)).toBeUndefined();
});

test('the state of a newer conman is refused and left as it is', async () => {
  await using engine = await TestEngine.open();
  const id = await engine.run({ name: 'kept', command: ['true'] });
  const layout = join(engine.config.libRoot, 'layout.json');
  const own = readFileSync(layout, 'utf8');
  await engine.reopen(async () => {
    writeFileSync(layout, '{"version":2}');
    await expect(openContainers(engine.config)).rejects.toMatchObject({
      code: 'failed-precondition',
      message: expect.stringContaining('has version 2, newer than 1'),
    });
    expect(existsSync(paths(engine, id).record)).toBe(true);
    // One from before there was such a document is as good.
    writeFileSync(layout, own);
    rmSync(layout);
  });
  expect(engine.containers.status(id).state).toBe('exited');
  expect(readFileSync(layout, 'utf8')).toBe(own);
});

test('an image record that cannot be read is said and kept; while one of a container cannot, no image is removed', async () => {
  await using engine = await TestEngine.open();
  const references = join(engine.config.libRoot, 'images/references');
  const damaged = join(references, 'damaged.json');
  const id = await engine.run({ name: 'broken', command: ['true'] });
  await engine.reopen(() => {
    mkdirSync(references, { recursive: true });
    writeFileSync(damaged, '{"version":1,');
    writeFileSync(paths(engine, id).record, '{');
  });
  const { containers } = engine;
  expect(containers.problems).toEqual([`the image record ${damaged} is not JSON`]);
  expect(readFileSync(damaged, 'utf8')).toBe('{"version":1,');
  await expect(containers.images.remove('busybox')).rejects.toMatchObject({
    code: 'failed-precondition',
    message: expect.stringContaining(`container ${id} may be made of it`),
  });
});

test('output of a container is not lost while there is no conmand', async () => {
  await using engine = await TestEngine.open();
  const script = 'i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done; sleep 0.2; echo end';
  const { id } = await engine.containers.create({ name: 'x', image: 'busybox', command: ['sh', '-c', script] });
  await engine.containers.start(id);
  await engine.reopen();
  expect(await engine.containers.waitForExit(id)).toMatchObject({ code: 0 });
  const expected = [...Array.from({ length: 2000 }, (_, index) => `line ${index}`), 'end', ''].join('\n');
  expect(loggedOutput(engine.containers.status(id).logPath)).toBe(expected);
});

test('what cannot be cleaned up is shown, and does not keep the engine from working', async () => {
  const root = makeTestRoot();
  const refusal = `test -e ${root}/ok || { echo '{"level":"error","msg":"busy"}' >&2; exit 1; }`;
  await using engine = await TestEngine.open({ runtimePath: writeFaultyRuntime(root, 'delete', refusal) }, root);
  const id = await engine.run({ name: 'x', command: ['true'] });
  await engine.reopen(() => rmSync(paths(engine, id).record));
  expect(engine.containers.list()).toHaveLength(1);
  expect(engine.containers.status(id)).toMatchObject({ state: 'unknown', message: expect.stringContaining('busy') });
  await engine.run({ name: 'x', command: ['true'] });
  writeFileSync(join(root, 'ok'), '');
  await engine.containers.remove(id, { force: true });
});

test('whoever has the pid of a shim that was killed is not taken for it', async () => {
  await using engine = await TestEngine.open();
  const id = await createRunning(engine, 'reused', 'exit 3');
  await engine.containers.waitForExit(id);
  writeFileSync(join(paths(engine, id).run, 'shim.pid'), `${process.pid}\n`);
  // A shim is waited for, and one that does not end fails the removal.
  await engine.containers.remove(id);
  expect(engine.containers.list()).toEqual([]);
});
