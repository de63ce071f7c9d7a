import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeTestRoot, TestEngine } from '../fixtures/engine.ts';
import { killAll } from '../fixtures/killed.ts';
import { loggedOutput } from '../fixtures/log.ts';
import { writeFaultyRuntime } from '../fixtures/runtime.ts';

/** Ends with one more each time it runs, and says so. */
const counting = 'n=$(cat /n 2>/dev/null || echo 0); echo $((n+1)) > /n; echo run $n; exit $((n+3))';
const waiting = 'echo up; trap "exit 7" TERM; while :; do sleep 0.02; done';

async function create(engine: TestEngine, script: string): Promise<string> {
  const { id } = await engine.containers.create({ name: 'again', image: 'busybox', command: ['sh', '-c', script] });
  return id;
}

async function runOnce(engine: TestEngine, id: string): Promise<number | undefined> {
  await engine.containers.start(id);
  return (await engine.containers.waitForExit(id)).code;
}

function places({ config }: TestEngine, id: string) {
  const directory = join(config.libRoot, 'containers', id);
  return {
    record: join(directory, 'record.json'),
    rootfs: join(directory, 'rootfs'),
    exitFile: join(config.libRoot, 'exits', id),
    run: join(config.runRoot, 'containers', id),
  };
}

test('an ended container runs again with its files and its log, and ends with the code of the new run', async () => {
  await using engine = await TestEngine.open();
  const id = await create(engine, counting);
  expect(await runOnce(engine, id)).toBe(3);
  const first = engine.containers.status(id);
  expect(await runOnce(engine, id)).toBe(4);
  expect(await runOnce(engine, id)).toBe(5);
  const last = engine.containers.status(id);
  expect(last).toMatchObject({ id, name: 'again', state: 'exited', createdAt: first.createdAt });
  expect(last.startedAt).toBeGreaterThan(first.finishedAt);
  expect(loggedOutput(last.logPath)).toBe('run 0\nrun 1\nrun 2\n');
  await engine.reopen();
  expect(engine.containers.status(id)).toEqual(last);
  expect(await runOnce(engine, id)).toBe(6);
  expect(engine.history).toEqual(['started again', 'exited again']);
});

test('its next run is prepared and held until it is started, also by the next conmand', async () => {
  await using engine = await TestEngine.open();
  const id = await create(engine, counting);
  expect(await runOnce(engine, id)).toBe(3);
  await engine.containers.start(id, { hold: true });
  expect(engine.containers.status(id)).toMatchObject({ state: 'created', exit: undefined });
  await engine.containers.start(id, { hold: true });
  await engine.reopen();
  expect(engine.containers.status(id).state).toBe('created');
  expect(await runOnce(engine, id)).toBe(4);
  expect(loggedOutput(engine.containers.status(id).logPath)).toBe('run 0\nrun 1\n');
});

test('while it runs it cannot be started, and restart stops it first', async () => {
  await using engine = await TestEngine.open();
  const { containers } = engine;
  const id = await create(engine, waiting);
  // A container that does not run is only started.
  await containers.restart(id);
  await expect.poll(() => loggedOutput(containers.status(id).logPath)).toBe('up\n');
  const { pid } = containers.status(id);
  await expect(containers.start(id)).rejects.toMatchObject({ code: 'failed-precondition' });
  await containers.restart(id, { timeoutSeconds: 20 });
  expect(containers.status(id)).toMatchObject({ state: 'running', exit: undefined, finishedAt: 0n });
  expect(containers.status(id).pid).not.toBe(pid);
  expect(engine.history).toEqual(['created again', 'started again', 'exited again', 'started again']);
  await expect(containers.restart(id, { timeoutSeconds: -1 })).rejects.toMatchObject({ code: 'invalid-argument' });
  await Promise.all([containers.remove(id, { force: true }), containers.start(id).catch(() => undefined)]);
  await expect(containers.start(id)).rejects.toMatchObject({ code: 'not-found' });
});

test('a container that ended with its shim, so that nobody knows how, can be started again', async () => {
  await using engine = await TestEngine.open();
  const id = await create(engine, waiting);
  await engine.containers.start(id);
  const { shimPid, pid } = await engine.containers.inspect(id);
  await engine.reopen(() => killAll(shimPid, pid));
  const { containers } = engine;
  await expect.poll(() => containers.status(id).state).toBe('unknown');
  await containers.start(id);
  expect(containers.status(id)).toMatchObject({ state: 'running', message: '' });
});

test('after a restart of the machine it is mounted anew, with what it had written', async () => {
  await using engine = await TestEngine.open();
  const id = await create(engine, counting);
  await runOnce(engine, id);
  const { rootfs, run, exitFile } = places(engine, id);
  await engine.reopen(() => {
    execFileSync('umount', [rootfs]);
    rmSync(run, { recursive: true });
    rmSync(join(engine.config.runtimeRoot, id), { recursive: true });
    expect(existsSync(exitFile)).toBe(true);
  });
  expect(engine.containers.status(id).exit).toMatchObject({ code: 3 });
  expect(await runOnce(engine, id)).toBe(4);
});

test('a start that fails leaves the former run as it was, now and after a restart of conmand', async () => {
  const root = makeTestRoot();
  const refusal = `test -e ${root}/refuse && { echo '{"level":"error","msg":"no more"}' >&2; exit 1; }`;
  await using engine = await TestEngine.open({ runtimePath: writeFaultyRuntime(root, 'create', refusal) }, root);
  const id = await create(engine, counting);
  await runOnce(engine, id);
  const before = engine.containers.status(id);
  writeFileSync(join(root, 'refuse'), '');
  await expect(engine.containers.start(id)).rejects.toThrow('no more');
  expect(engine.containers.status(id)).toEqual(before);
  await engine.reopen();
  expect(engine.containers.status(id)).toEqual(before);
  rmSync(join(root, 'refuse'));
  expect(await runOnce(engine, id)).toBe(4);
});

test.each([
  ['before anything of the former run was touched', 'exit file'],
  ['when the former run was cleared', 'nothing'],
  ['when the attempt was running', 'attempt'],
  ['when the attempt had ended', 'ended attempt'],
])('conmand killed %s: the former run counts, and nothing of the attempt is left', async (_, found) => {
  await using engine = await TestEngine.open();
  const script = `test -e /wait && while ! test -e /end; do sleep 0.02; done; ${counting}`;
  const id = await create(engine, script);
  await runOnce(engine, id);
  const before = engine.containers.status(id);
  const { record, rootfs, exitFile } = places(engine, id);
  // Until everything is on disk.
  await engine.reopen();
  const former = JSON.parse(readFileSync(record, 'utf8'));
  if (found.includes('attempt')) writeFileSync(join(rootfs, 'wait'), '');
  if (found === 'ended attempt') writeFileSync(join(rootfs, 'end'), '');
  if (found.includes('attempt')) await engine.containers.start(id);
  if (found === 'ended attempt') await engine.containers.waitForExit(id);
  const { pid } = engine.containers.status(id);
  await engine.reopen(() => {
    if (found === 'nothing') rmSync(exitFile);
    const formerRun = { reason: 'exited', code: 3, at: before.finishedAt.toString(), logBytesLost: 0 };
    writeFileSync(record, JSON.stringify({ ...former, formerRun }));
  });
  expect(engine.containers.status(id)).toEqual(before);
  if (found === 'attempt') expect(existsSync(`/proc/${pid}`)).toBe(false);
  expect(existsSync(exitFile)).toBe(false);
  rmSync(join(rootfs, 'wait'), { force: true });
  expect(await runOnce(engine, id)).toBe(found === 'ended attempt' ? 5 : 4);
});
