import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { LogPrinter } from './log-printer.ts';

const time = '2026-01-31T10:00:00.000000001Z';

async function printed(chunks: readonly string[], timestamps = false): Promise<{ stdout: string; stderr: string }> {
  const stdout = new PassThrough({ highWaterMark: 1 << 20 });
  const stderr = new PassThrough({ highWaterMark: 1 << 20 });
  const printer = new LogPrinter(stdout as never, stderr as never, { timestamps });
  for (const chunk of chunks) await printer.print(Buffer.from(chunk));
  return { stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
}

test('each stream goes where it belongs', async () => {
  const chunk = `${time} stdout F one\n${time} stderr F oops\n${time} stderr F again\n${time} stdout F two\n`;
  expect(await printed([chunk])).toEqual({ stdout: 'one\ntwo\n', stderr: 'oops\nagain\n' });
});

test('partial records are joined, also across chunks and with another stream between them', async () => {
  const chunks = [`${time} stdout P ab\n${time} stderr F x\n`, `${time} stdout P cd\n`, `${time} stdout F \n`];
  expect(await printed(chunks)).toEqual({ stdout: 'abcd\n', stderr: 'x\n' });
});

test('an output that ended in mid-line does so here', async () => {
  expect(await printed([`${time} stdout P $ \n`])).toEqual({ stdout: '$ ', stderr: '' });
});

test('a time stands before a line and not within it', async () => {
  const chunk = `${time} stdout P a\n${time} stdout F b\n${time} stdout F c d\n`;
  expect((await printed([chunk], true)).stdout).toBe(`${time} ab\n${time} c d\n`);
});

test('bytes pass unchanged, what is no record is shown as it is', async () => {
  expect((await printed([`${time} stdout F \x1b[1mü\0 \r\n`, 'torn\n', 'to rn\n'])).stdout).toBe(
    '\x1b[1mü\0 \r\ntorn\nto rn\n',
  );
});
