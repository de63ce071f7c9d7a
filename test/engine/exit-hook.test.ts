import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeTestRoot, TestEngine } from '../fixtures/engine.ts';

test('the exit hook hears of every end, also of one that conmand was not there to see', async () => {
  const root = makeTestRoot();
  const exitHook = join(root, 'hook');
  const script = `#!/bin/sh\necho "$CONTAINER_ID $EXIT_REASON $EXIT_CODE$EXIT_SIGNAL" >>${root}/ends\n`;
  writeFileSync(exitHook, script, { mode: 0o755 });
  await using engine = await TestEngine.open({ exitHook }, root);
  const ends = (): string => readFileSync(join(root, 'ends'), { encoding: 'utf8', flag: 'a+' });
  const first = await engine.run({ name: 'first', command: ['sh', '-c', 'exit 3'] });
  await expect.poll(ends).toBe(`${first} exited 3\n`);
  const { id } = await engine.containers.create({ name: 'second', image: 'busybox', command: ['sleep', '1000'] });
  await engine.containers.start(id);
  const { pid } = engine.containers.status(id);
  await engine.reopen(async () => {
    process.kill(pid, 'SIGKILL');
    await expect.poll(ends).toBe(`${first} exited 3\n${id} signaled 9\n`);
  });
  expect(engine.containers.status(id)).toMatchObject({ state: 'exited', exit: { signal: 9 } });
});
