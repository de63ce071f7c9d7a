import { expect, test } from 'vitest';
import { LogBook } from './log-book.ts';

async function all(lines: AsyncIterable<string>): Promise<string[]> {
  const read: string[] = [];
  for await (const line of lines) read.push(line);
  return read;
}

test('the last lines are read again, as many as are asked for', async () => {
  const book = new LogBook();
  for (const line of ['a\n', 'b\n', 'c\n']) book.write(line);
  expect(await all(book.read({ follow: false }))).toEqual(['a\n', 'b\n', 'c\n']);
  expect(await all(book.read({ follow: false, tail: 2 }))).toEqual(['b\n', 'c\n']);
  expect(await all(book.read({ follow: false, tail: 0 }))).toEqual([]);
});

test('a reader who follows gets what comes, each line once, until it leaves', async () => {
  const book = new LogBook();
  const abort = new AbortController();
  book.write('before\n');
  const reading = all(book.read({ follow: true, tail: 1 }, abort.signal));
  await new Promise(setImmediate);
  book.write('after\n');
  await new Promise(setImmediate);
  abort.abort();
  expect(await reading).toEqual(['before\n', 'after\n']);
});

test('what is kept is bounded', async () => {
  const book = new LogBook();
  for (let index = 0; index < 2000; index++) book.write(`${index} ${'x'.repeat(1000)}\n`);
  const kept = await all(book.read({ follow: false }));
  expect(kept.length).toBeLessThan(270);
  expect(kept.at(-1)).toMatch(/^1999 /);
});
