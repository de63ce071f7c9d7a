import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeTestRoot, TestEngine } from '../fixtures/engine.ts';
import { killAll } from '../fixtures/killed.ts';
import { loggedOutput } from '../fixtures/log.ts';
import { writeFaultyRuntime, writeRestoringRuntime } from '../fixtures/runtime.ts';

const sleeper = { name: 'a', image: 'busybox', command: ['sleep', '1000'] };

/** A directory with a criu that says of this kernel what it is told to. */
function criuThat(root: string, script: string): string {
  const criuSearchPath = join(root, 'criu-bin');
  mkdirSync(criuSearchPath);
  writeFileSync(join(criuSearchPath, 'criu'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return criuSearchPath;
}

/** An engine whose runtime restores by beginning anew, on a machine with a criu that works. */
async function restoringEngine(): Promise<TestEngine> {
  const root = makeTestRoot();
  const runtimePath = writeRestoringRuntime(root);
  return await TestEngine.open({ criuSearchPath: criuThat(root, 'exit 0'), runtimePath }, root);
}

function logOf(engine: TestEngine, ref: string): string {
  return loggedOutput(engine.containers.status(ref).logPath);
}

test('without criu it is said which package is missing', async () => {
  await using engine = await TestEngine.open({ criuSearchPath: '/nowhere' });
  await engine.containers.create(sleeper);
  await expect(engine.containers.checkpoint('a', 'one')).rejects.toMatchObject({ message: /is created/ });
  await engine.containers.start('a');
  await expect(engine.containers.checkpoint('a', 'one')).rejects.toMatchObject({
    code: 'failed-precondition',
    message: 'checkpoints need criu, which is not on this machine',
    hint: expect.stringContaining('apt-get install criu'),
  });
  expect(await engine.containers.listCheckpoints('a')).toEqual([]);
});

test('a criu that does not know the kernel is named as the reason, before anything is touched', async () => {
  const root = makeTestRoot();
  const said = 'Error (criu/vdso.c:381): vdso: Unexpected rt vDSO area bounds';
  const criuSearchPath = criuThat(root, `echo '${said}' >&2; exit 1`);
  await using engine = await TestEngine.open({ criuSearchPath }, root);
  await engine.containers.create(sleeper);
  await engine.containers.start('a');
  await expect(engine.containers.checkpoint('a', 'one')).rejects.toMatchObject({
    code: 'failed-precondition',
    message: 'criu does not work with this kernel: vdso: Unexpected rt vDSO area bounds',
    hint: expect.stringContaining('criu check'),
  });
  expect(engine.containers.status('a').state).toBe('running');
});

test('a checkpoint is kept under its name, and the container runs on', async () => {
  await using engine = await restoringEngine();
  const { id } = await engine.containers.create({ ...sleeper, stdin: true });
  await engine.containers.start('a');
  await engine.containers.checkpoint('a', 'one', { tcpEstablished: true });
  const words = readFileSync(`${engine.config.runtimePath}.calls`, 'utf8').trim();
  expect(words).toMatch(new RegExp(`checkpoint --image-path \\S+/checkpoints/one --work-path \\S+ .*${id}$`));
  expect(words).toContain('--leave-running --tcp-established --file-locks');
  // stdin, stdout and stderr lie outside of its mounts.
  const dumped = readFileSync(`${engine.config.runtimePath}.dump-configuration`, 'utf8');
  expect(dumped).toMatch(/^(external file\[[0-9a-f]+:[0-9a-f]+\]\n){3}$/);
  expect(engine.containers.status('a').state).toBe('running');
  await expect(engine.containers.checkpoint('a', 'one')).rejects.toMatchObject({ code: 'already-exists' });
  await engine.containers.checkpoint('a', 'two');
  expect((await engine.containers.listCheckpoints('a')).map(({ name }) => name)).toEqual(['one', 'two']);
  await engine.containers.removeCheckpoint('a', 'one');
  expect((await engine.containers.listCheckpoints('a')).map(({ name }) => name)).toEqual(['two']);
  await expect(engine.containers.removeCheckpoint('a', 'one')).rejects.toMatchObject({ code: 'not-found' });
  await expect(engine.containers.checkpoint('a', '../x')).rejects.toMatchObject({ code: 'invalid-argument' });
});

test('what came in from outside has to go first, and is named', async () => {
  await using engine = await restoringEngine();
  const { id } = await engine.containers.create(sleeper);
  await engine.containers.start('a');
  const words = ['--root', engine.config.runtimeRoot, 'exec', '--detach', id, 'sleep', '1001'];
  // With pipes it would be waited for as long as the process has them.
  execFileSync('/usr/bin/runc', words, { stdio: 'ignore' });
  await expect(engine.containers.checkpoint('a', 'one')).rejects.toMatchObject({
    code: 'failed-precondition',
    message: 'criu cannot write down what came into a by exec: sleep 1001',
    hint: expect.stringContaining('session kill'),
  });
  const stranger = (await engine.containers.processes('a')).find(({ command }) => command[1] === '1001');
  await killAll(stranger?.pid ?? 0);
  await engine.containers.checkpoint('a', 'one');
});

test('one that fails leaves no directory, and says why', async () => {
  const root = makeTestRoot();
  const line = '{"level":"error","msg":"criu failed: type NOTIFY errno 0"}';
  const runtimePath = writeFaultyRuntime(root, 'checkpoint', `echo '${line}' >&2; exit 1`);
  await using engine = await TestEngine.open({ criuSearchPath: criuThat(root, 'exit 0'), runtimePath }, root);
  await engine.containers.create(sleeper);
  await engine.containers.start('a');
  const directory = join(engine.root, 'checkpoint');
  await expect(engine.containers.checkpoint('a', directory)).rejects.toMatchObject({
    message: 'cannot write the checkpoint: criu failed: type NOTIFY errno 0',
  });
  expect(existsSync(directory)).toBe(false);
  await expect(engine.containers.checkpoint('a', 'one')).rejects.toThrow(/criu failed/);
  expect(await engine.containers.listCheckpoints('a')).toEqual([]);
});

test('a container that its checkpoint ended goes on from it: log, input, exit code, and conmand may restart', async () => {
  await using engine = await restoringEngine();
  const command = ['sh', '-c', 'echo begun; read x; echo "got $x"; exit 7'];
  const { id } = await engine.containers.create({ ...sleeper, command, stdin: true, restart: { kind: 'always' } });
  await engine.containers.start('a');
  await engine.containers.checkpoint('a', 'one', { stop: true });
  expect(engine.containers.status('a')).toMatchObject({ state: 'exited', exit: { signal: 9 } });
  await engine.containers.start('a', { checkpoint: 'one' });
  const { startedAt, pid } = engine.containers.status('a');
  expect(engine.containers.status('a').state).toBe('running');
  expect(readFileSync(`${engine.config.runtimePath}.restore-configuration`, 'utf8')).toMatch(
    /^inherit-fd fd\[0\]:file\[.*\]\ninherit-fd fd\[1\]:file\[.*\]\ninherit-fd fd\[2\]:file\[.*\]\n$/,
  );
  await engine.reopen();
  expect(engine.containers.status('a')).toMatchObject({ state: 'running', startedAt, pid });
  await engine.containers.update('a', { restart: { kind: 'no' } });
  await expect.poll(() => logOf(engine, 'a')).toMatch(/begun\nbegun/);
  writeFileSync(`${join(engine.config.runRoot, 'containers', id)}/attach.sock.0`, 'word\n');
  expect(await engine.containers.waitForExit('a')).toMatchObject({ reason: 'exited', code: 7 });
  expect(logOf(engine, 'a')).toContain('got word');
});

test('one made elsewhere is restored into a container that waits to be started', async () => {
  await using engine = await restoringEngine();
  await engine.containers.create(sleeper);
  await engine.containers.start('a');
  const directory = join(engine.root, 'elsewhere');
  await engine.containers.checkpoint('a', directory);
  expect(readdirSync(directory).toSorted()).toEqual(['conman-checkpoint.json', 'pages-1.img']);
  await engine.containers.create({ ...sleeper, name: 'b' });
  await engine.containers.start('b', { checkpoint: directory });
  expect(engine.containers.status('b').state).toBe('running');
  await engine.containers.create({ ...sleeper, name: 'c', tty: true });
  await expect(engine.containers.start('c', { checkpoint: directory })).rejects.toMatchObject({
    message: 'the checkpoint is of a container with no terminal, and c has one',
  });
  expect(engine.containers.status('c').state).toBe('created');
});

test('a restoration that fails says why, and leaves the container as it was', async () => {
  await using engine = await restoringEngine();
  const id = await engine.run({ name: 'a', command: ['sh', '-c', 'exit 5'] });
  await expect(engine.containers.start('a', { checkpoint: 'none' })).rejects.toMatchObject({
    code: 'not-found',
    message: 'there is no checkpoint none of a',
  });
  await engine.containers.start('a', { hold: true });
  await engine.containers.stop('a');
  await engine.containers.create({ ...sleeper, name: 'b' });
  await engine.containers.start('b');
  const directory = join(engine.root, 'damaged');
  await engine.containers.checkpoint('b', directory);
  rmSync(join(directory, 'pages-1.img'));
  await engine.containers.remove('a', { force: true });
  await engine.run({ name: 'a', command: ['sh', '-c', 'exit 5'] });
  await expect(engine.containers.start('a', { checkpoint: directory })).rejects.toMatchObject({
    message: 'cannot restore the container: criu failed: type NOTIFY errno 0 (no pages in the image)',
  });
  expect(engine.containers.status('a')).toMatchObject({ state: 'exited', exit: { code: 5 } });
  await engine.containers.start('a');
  expect(await engine.containers.waitForExit('a')).toMatchObject({ code: 5 });
  expect(id).not.toBe(engine.containers.status('a').id);
});
