import { copyFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ContainerExit, CreateContainerOptions, StreamSession } from '../../src/core/api/index.ts';
import { identifyProcess } from '../../src/core/host/process-identity.ts';
import { attachToContainer } from '../../src/core/streams/container-attachment.ts';
import { makeTestRoot, TestEngine, testConfig } from '../fixtures/engine.ts';
import { loggedOutput } from '../fixtures/log.ts';

/** What one read of a shim takes: the most that is lost with it (src/shim/output.h). */
const chunkInFlight = 262_144;
const marker = /^conman-shim: the shim before this one was killed: up to 262144 bytes of output are missing here$/m;

async function startContainer(engine: TestEngine, options: Partial<CreateContainerOptions>): Promise<string> {
  const { id } = await engine.containers.create({ name: 'c', image: 'busybox', command: [], ...options });
  await engine.containers.start(id);
  return id;
}

const sh = (script: string) => ({ command: ['sh', '-c', script] });

/** Waits until there is one: between two shims the pid is 0, and a signal to 0 would end the tests themselves. */
async function shimPid(engine: TestEngine, id: string): Promise<number> {
  const pid = async () => (await engine.containers.inspect(id)).shimPid;
  await expect.poll(pid, { interval: 5 }).toBeGreaterThan(0);
  return await pid();
}

/** Kills the shim and waits for the next one. */
async function killShim(engine: TestEngine, id: string): Promise<void> {
  const before = await shimPid(engine, id);
  process.kill(before, 'SIGKILL');
  await expect.poll(() => shimPid(engine, id), { interval: 5 }).not.toBe(before);
}

/** Kills a process and waits until nothing of it lives: it holds its descriptors until then. */
async function killEntirely(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => identifyProcess(pid), { interval: 1 }).toBeUndefined();
}

/** An exit that is exact or, on a kernel that cannot tell, unknown; never a wrong one. */
function expectExit(exit: ContainerExit, expected: Partial<ContainerExit>): void {
  if (exit.reason === 'unknown') expect(exit).toMatchObject({ code: undefined, signal: undefined });
  else expect(exit).toMatchObject(expected);
}

function attach(engine: TestEngine, id: string): Promise<StreamSession> {
  const options = { stdin: true, stdout: true, stderr: true };
  return attachToContainer(engine.containers.locate(id), options, () => 0n);
}

async function until(session: StreamSession, text: string): Promise<string> {
  let said = '';
  for await (const message of session.messages) {
    if (message.kind === 'output') said += Buffer.from(message.data).toString();
    if (said.includes(text)) return said;
  }
  throw new Error(`the session ended after: ${said}`);
}

test('a container under load does not notice that its shim is killed, three times', async () => {
  await using engine = await TestEngine.open();
  const lines = 400_000;
  const id = await startContainer(
    engine,
    sh(`seq 1 ${lines}; while ! test -e /end; do sleep 0.05; done; echo last; exit 42`),
  );
  const ended = engine.containers.waitForExit(id);
  const kills = 3;
  const { logPath } = engine.containers.status(id);
  await expect.poll(() => existsSync(logPath)).toBe(true);
  for (let round = 0; round < kills; round++) await killShim(engine, id);
  writeFileSync(join(engine.config.libRoot, 'containers', id, 'rootfs/end'), '');
  expectExit(await ended, { reason: 'exited', code: 42 });
  const numbers = loggedOutput(logPath).split('\n').slice(0, -1);
  const bytesOf = (texts: readonly string[]) => texts.join('\n').length;
  const whole = Array.from({ length: lines }, (_, i) => `${i + 1}`);
  expect(bytesOf(whole) - bytesOf(numbers)).toBeLessThanOrEqual(chunkInFlight * kills);
  expect(numbers.at(-1)).toBe('last');
  expect(loggedOutput(logPath, 'stderr')).toMatch(marker);
  // Every record is whole: none was torn by the kill.
  for (const line of readFileSync(logPath, 'latin1').split('\n').slice(0, -1)) {
    expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z (stdout|stderr) [PF] /);
  }
});

test('stdin and attach go on with the next shim, and its end of file arrives', async () => {
  await using engine = await TestEngine.open();
  const options = { ...sh('while read line; do echo "got $line"; done; exit 7'), stdin: true };
  for (const stdinOnce of [false, true]) {
    const id = await startContainer(engine, { ...options, name: `once-${stdinOnce}`, stdinOnce });
    const before = await attach(engine, id);
    await before.write(Buffer.from('one\n'));
    await until(before, 'got one\n');
    await killShim(engine, id);
    const after = await attach(engine, id);
    await after.write(Buffer.from('two\n'));
    await until(after, 'got two\n');
    if (stdinOnce) {
      after.closeStdin();
      expectExit(await engine.containers.waitForExit(id), { reason: 'exited', code: 7 });
    } else {
      after.detach();
      expect(engine.containers.status(id).state).toBe('running');
    }
  }
});

test('a terminal outlives its shim', async () => {
  await using engine = await TestEngine.open();
  const script = 'while read line; do stty size; echo "got $line"; test "$line" = end && exit 9; done';
  const id = await startContainer(engine, { ...sh(script), stdin: true, tty: true });
  await killShim(engine, id);
  await killShim(engine, id);
  const session = await attach(engine, id);
  session.resize({ columns: 123, rows: 45 });
  await session.write(Buffer.from('end\n'));
  expect(await until(session, 'got end')).toContain('45 123');
  expectExit(await engine.containers.waitForExit(id), { reason: 'exited', code: 9 });
});

test('a shim that was killed while there was no conmand is followed by another when there is one', async () => {
  await using engine = await TestEngine.open();
  const id = await startContainer(
    engine,
    sh('while ! test -e /end; do echo tick; sleep 0.05; done; echo last; exit 5'),
  );
  const before = await shimPid(engine, id);
  await engine.reopen(() => killEntirely(before));
  await expect.poll(() => shimPid(engine, id)).not.toBe(before);
  await expect.poll(() => engine.containers.status(id).message).toBe('');
  const ended = engine.containers.waitForExit(id);
  writeFileSync(join(engine.config.libRoot, 'containers', id, 'rootfs/end'), '');
  expectExit(await ended, { reason: 'exited', code: 5 });
  const { logPath } = engine.containers.status(id);
  expect(loggedOutput(logPath)).toMatch(/\nlast\n$/);
  expect(loggedOutput(logPath, 'stderr')).toMatch(marker);
});

test('a terminal whose shim was killed while there was no conmand is hung up, and the log says so', async () => {
  await using engine = await TestEngine.open();
  const id = await startContainer(engine, { ...sh('trap "" HUP; sleep 1000'), tty: true });
  const before = await shimPid(engine, id);
  await engine.reopen(() => killEntirely(before));
  await expect.poll(() => shimPid(engine, id)).not.toBe(before);
  const { logPath } = engine.containers.status(id);
  await expect.poll(() => loggedOutput(logPath, 'stderr')).toContain('its terminal was lost with it');
  await engine.containers.stop(id, { timeoutSeconds: 0 });
  expectExit(await engine.containers.waitForExit(id), { reason: 'signaled', signal: 9 });
});

test('what a container wrote last is logged, and its code known, though it ends right after its shim', async () => {
  await using engine = await TestEngine.open();
  const id = await startContainer(engine, {
    ...sh('trap "echo last words; exit 3" TERM; echo ready; while :; do sleep 0.05; done'),
  });
  const { logPath, pid } = engine.containers.status(id);
  await expect.poll(() => loggedOutput(logPath)).toBe('ready\n');
  process.kill(await shimPid(engine, id), 'SIGKILL');
  process.kill(pid, 'SIGTERM');
  expectExit(await engine.containers.waitForExit(id), { reason: 'exited', code: 3 });
  expect(loggedOutput(logPath)).toBe('ready\nlast words\n');
});

test('a shim that is only slow keeps its container', async () => {
  await using engine = await TestEngine.open();
  const id = await startContainer(engine, sh('sleep 1000'));
  const pid = await shimPid(engine, id);
  process.kill(pid, 'SIGSTOP');
  try {
    await engine.reopen();
    await expect.poll(() => engine.containers.status(id).message).toContain('conman-shim');
    expect(await shimPid(engine, id)).toBe(pid);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await expect.poll(() => engine.containers.status(id).message).toBe('');
  expect(await shimPid(engine, id)).toBe(pid);
});

test('a shim that cannot be started again is tried until it can, and meanwhile the status says so', async () => {
  const root = makeTestRoot();
  const shimPath = join(root, 'conman-shim');
  copyFileSync(testConfig(root).shimPath, shimPath);
  await using engine = await TestEngine.open({ shimPath }, root);
  const id = await startContainer(engine, sh('sleep 1000'));
  renameSync(shimPath, `${shimPath}.away`);
  process.kill(await shimPid(engine, id), 'SIGKILL');
  await expect.poll(() => engine.containers.status(id).message).toContain('cannot be started again');
  expect(engine.containers.status(id).state).toBe('running');
  renameSync(`${shimPath}.away`, shimPath);
  await expect.poll(() => engine.containers.status(id).message).toBe('');
  await engine.containers.stop(id, { timeoutSeconds: 0 });
  expectExit(await engine.containers.waitForExit(id), { reason: 'signaled', signal: 9 });
});
