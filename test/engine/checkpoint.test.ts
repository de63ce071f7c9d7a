import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeTestRoot, TestEngine } from '../fixtures/engine.ts';
import { writeFaultyRuntime } from '../fixtures/runtime.ts';

const sleeper = { name: 'a', image: 'busybox', command: ['sleep', '1000'] };

/** An engine whose runtime does `script` for a checkpoint, on a machine that has criu. */
async function engineWith(script: string): Promise<TestEngine> {
  const root = makeTestRoot();
  const criuSearchPath = join(root, 'criu-bin');
  mkdirSync(criuSearchPath);
  writeFileSync(join(criuSearchPath, 'criu'), '', { mode: 0o755 });
  return await TestEngine.open({ criuSearchPath, runtimePath: writeFaultyRuntime(root, 'checkpoint', script) }, root);
}

test('without criu it is said which package is missing', async () => {
  await using engine = await TestEngine.open({ criuSearchPath: '/nowhere' });
  await engine.containers.create(sleeper);
  const directory = join(engine.root, 'checkpoint');
  await expect(engine.containers.checkpoint('a', directory)).rejects.toMatchObject({ message: /is created/ });
  await engine.containers.start('a');
  await expect(engine.containers.checkpoint('a', directory)).rejects.toMatchObject({
    code: 'failed-precondition',
    message: 'checkpoints are written by criu, which is not on this machine',
    hint: expect.stringContaining('apt-get install criu'),
  });
  expect(existsSync(directory)).toBe(false);
});

test('a checkpoint is in a directory of its own, and the container runs on', async () => {
  const said = '$0.arguments';
  await using engine = await engineWith(`echo "$*" >"${said}"; exit 0`);
  const { id } = await engine.containers.create(sleeper);
  await engine.containers.start('a');
  const directory = join(engine.root, 'checkpoint');
  await engine.containers.checkpoint('a', directory);
  const words = readFileSync(`${engine.config.runtimePath}.arguments`, 'utf8').trim();
  expect(words).toMatch(new RegExp(`checkpoint --image-path ${directory} --leave-running ${id}$`));
  expect(readdirSync(directory)).toEqual([]);
  expect(engine.containers.status('a').state).toBe('running');
  await expect(engine.containers.checkpoint('a', directory)).rejects.toMatchObject({ code: 'already-exists' });
});

test('one that fails leaves no directory, and says why', async () => {
  const line = '{"level":"error","msg":"criu failed: type NOTIFY errno 0"}';
  await using engine = await engineWith(`echo '${line}' >&2; exit 1`);
  await engine.containers.create(sleeper);
  await engine.containers.start('a');
  const directory = join(engine.root, 'checkpoint');
  await expect(engine.containers.checkpoint('a', directory)).rejects.toMatchObject({
    message: 'cannot write the checkpoint: criu failed: type NOTIFY errno 0',
  });
  expect(existsSync(directory)).toBe(false);
});
