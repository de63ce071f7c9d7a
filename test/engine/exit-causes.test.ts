import { expect, test } from 'vitest';
import { TestEngine } from '../fixtures/engine.ts';

/** Takes all the memory it can get. */
const glutton = 'x=$(head -c 200m /dev/zero | tr "\\0" x); echo all';

test('a container that used all its memory is OOMKilled, in status, list and inspection, also for the next conmand', async () => {
  await using engine = await TestEngine.open();
  const limits = { memoryBytes: 24 * 1024 * 1024 };
  const id = await engine.run({ name: 'x', command: ['sh', '-c', `exec sh -c '${glutton}'`], limits });
  const expectOomKilled = async () => {
    const { containers } = engine;
    expect(containers.status(id).exit).toMatchObject({ reason: 'signaled', signal: 9, cause: 'out-of-memory' });
    expect(containers.status(id).message).toMatch(/^OOMKilled: /);
    expect(containers.list()[0]?.exit?.cause).toBe('out-of-memory');
    expect((await containers.inspect(id)).exit?.cause).toBe('out-of-memory');
  };
  await expectOomKilled();
  await engine.reopen();
  await expectOomKilled();
});

test('one that was killed for another reason is not', async () => {
  await using engine = await TestEngine.open();
  const limits = { memoryBytes: 24 * 1024 * 1024 };
  const { id } = await engine.containers.create({ name: 'x', image: 'busybox', command: ['sleep', '1000'], limits });
  await engine.containers.start(id);
  await engine.containers.kill(id, 'KILL');
  expect(await engine.containers.waitForExit(id)).toMatchObject({ reason: 'signaled', signal: 9 });
  expect(engine.containers.status(id).exit).not.toHaveProperty('cause');
});

test('a container is killed when it has run as long as it may, counted from its start', async () => {
  await using engine = await TestEngine.open();
  const { containers } = engine;
  const command = ['sleep', '1000'];
  const { id } = await containers.create({ name: 'x', image: 'busybox', command, runTimeoutSeconds: 1 });
  expect((await containers.inspect(id)).runTimeoutSeconds).toBe(1);
  await containers.start(id);
  await containers.waitForExit(id);
  expect(containers.status(id)).toMatchObject({
    exit: { reason: 'signaled', signal: 9, cause: 'timeout' },
    message: 'It ran as long as it may, and was killed.',
  });
  // The next run has its own time.
  await containers.start(id);
  expect(containers.status(id).state).toBe('running');
  expect(await containers.waitForExit(id)).toMatchObject({ cause: 'timeout' });
});

test('also while there is no conmand, and when its shim was killed', async () => {
  await using engine = await TestEngine.open();
  const options = { image: 'busybox', command: ['sleep', '1000'], runTimeoutSeconds: 2 };
  const { id: alone } = await engine.containers.create({ name: 'alone', ...options });
  const { id: adopted } = await engine.containers.create({ name: 'adopted', ...options });
  await engine.containers.start(alone);
  await engine.containers.start(adopted);
  const { shimPid } = await engine.containers.inspect(adopted);
  await engine.reopen(() => void process.kill(shimPid, 'SIGKILL'));
  for (const id of [alone, adopted]) {
    const exit = await engine.containers.waitForExit(id);
    expect(exit.cause).toBe('timeout');
    if (exit.reason !== 'unknown') expect(exit).toMatchObject({ reason: 'signaled', signal: 9 });
  }
});

test('a time that is none is refused', async () => {
  await using engine = await TestEngine.open();
  const creation = engine.containers.create({ name: 'x', image: 'busybox', command: ['true'], runTimeoutSeconds: -1 });
  await expect(creation).rejects.toMatchObject({
    code: 'invalid-argument',
    message: 'a container cannot run for -1 s',
  });
});
