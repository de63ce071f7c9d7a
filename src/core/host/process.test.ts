import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

test('who is asked to end while a program runs ends in its own way', async () => {
  const module = new URL('process.ts', import.meta.url).href;
  const script = `
    import { runProcess } from ${JSON.stringify(module)};
    process.once('SIGTERM', () => setImmediate(() => process.exit(7)));
    const running = runProcess('sleep', ['3'], { timeoutMs: 60_000 });
    setImmediate(() => console.log('ready'));
    await running;`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([7, null]);
});
