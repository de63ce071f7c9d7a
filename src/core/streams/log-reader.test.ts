import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LogOptions } from '../api/log.ts';
import { readLog } from './log-reader.ts';

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'conman-'));
  path = join(directory, 'c.log');
});

afterEach(() => rmSync(directory, { recursive: true }));

function at(second: number): string {
  return new Date(second * 1000).toISOString().replace('.000Z', '.000000000Z');
}

function record(second: number, text: string, tag = 'F', channel = 'stdout'): string {
  return `${at(second)} ${channel} ${tag} ${text}\n`;
}

async function read(options: Partial<LogOptions>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readLog(path, { follow: false, ...options })) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const lines = Array.from({ length: 50_000 }, (_, index) => record(index, `line ${index} ${'x'.repeat(index % 200)}`));

test('the whole log, in chunks that end with a record', async () => {
  writeFileSync(path, lines.join(''));
  let whole = '';
  for await (const chunk of readLog(path, { follow: false })) {
    expect(chunk.at(-1)).toBe(10);
    expect(chunk.length).toBeLessThanOrEqual(256 * 1024);
    whole += Buffer.from(chunk).toString();
  }
  expect(whole).toBe(lines.join(''));
});

test('no log is an empty one', async () => {
  expect(await read({})).toBe('');
  writeFileSync(path, '');
  expect(await read({ tail: 5 })).toBe('');
});

test('a record under way is not shown', async () => {
  writeFileSync(path, record(1, 'a') + record(2, 'b').slice(0, -4));
  expect(await read({})).toBe(record(1, 'a'));
  expect(await read({ tail: 1 })).toBe(record(1, 'a'));
});

test.each([0, 1, 2, 100, 5_000, 49_999, 50_000, 60_000])('the last %i lines of many blocks', async (tail) => {
  writeFileSync(path, lines.join(''));
  expect(await read({ tail })).toBe(tail === 0 ? '' : lines.slice(-tail).join(''));
});

test('partial records are one line with what ends them', async () => {
  const long = [record(1, 'a', 'P'), record(1, 'b', 'P'), record(1, 'c')];
  writeFileSync(path, record(0, 'before') + long.join('') + record(2, 'after'));
  expect(await read({ tail: 1 })).toBe(record(2, 'after'));
  expect(await read({ tail: 2 })).toBe(long.join('') + record(2, 'after'));
  expect(await read({ tail: 3 })).toBe(record(0, 'before') + long.join('') + record(2, 'after'));
});

test('a line that is not ended yet counts', async () => {
  writeFileSync(path, record(1, 'done') + record(2, 'un', 'P') + record(2, 'der', 'P'));
  expect(await read({ tail: 1 })).toBe(record(2, 'un', 'P') + record(2, 'der', 'P'));
});

test('a line is whole although the other channel wrote in its midst', async () => {
  const [first, between, last] = [record(1, 'x', 'P'), record(2, 'e', 'F', 'stderr'), record(3, 'y')];
  writeFileSync(path, record(0, 'before') + first + between + last);
  expect(await read({ tail: 1 })).toBe(first + last);
  expect(await read({ tail: 2 })).toBe(first + between + last);
});

test('records larger than a block', async () => {
  const huge = record(1, 'y'.repeat(900_000));
  writeFileSync(path, record(0, 'a') + huge + record(2, 'b'));
  expect(await read({})).toBe(record(0, 'a') + huge + record(2, 'b'));
  expect(await read({ tail: 2 })).toBe(huge + record(2, 'b'));
  expect(await read({ tail: 3 })).toBe(record(0, 'a') + huge + record(2, 'b'));
  expect(await read({ since: 2_000_000_000n })).toBe(record(2, 'b'));
});

test.each([0, 1, 2, 777, 25_000, 49_999])('since second %i', async (second) => {
  writeFileSync(path, lines.join(''));
  expect(await read({ since: BigInt(second) * 1_000_000_000n })).toBe(lines.slice(second).join(''));
});

test('since after the end, and since together with tail', async () => {
  writeFileSync(path, lines.join(''));
  expect(await read({ since: 60_000n * 1_000_000_000n })).toBe('');
  expect(await read({ since: 49_998n * 1_000_000_000n, tail: 10 })).toBe(lines.slice(-2).join(''));
  expect(await read({ since: 1_000_000_000n, tail: 3 })).toBe(lines.slice(-3).join(''));
});

test('until a moment, with since and tail within it; what comes later is not waited for', async () => {
  writeFileSync(path, lines.join(''));
  const until = 40_000n * 1_000_000_000n;
  expect(await read({ until })).toBe(lines.slice(0, 40_001).join(''));
  expect(await read({ until, follow: true, since: until - 1n, tail: 5 })).toBe(lines[40_000]);
  expect(await read({ until: until - 1n, tail: 2 })).toBe(lines.slice(39_998, 40_000).join(''));
  expect(await read({ until: -1n })).toBe('');
});

test('following ends where the log ends when it is told to finish', async () => {
  writeFileSync(path, record(0, 'a'));
  const finish = new AbortController();
  let text = '';
  for await (const chunk of readLog(path, { follow: true }, undefined, finish.signal)) {
    text += Buffer.from(chunk).toString();
    if (finish.signal.aborted) continue;
    appendFileSync(path, record(1, 'b'));
    finish.abort();
  }
  expect(text).toBe(record(0, 'a') + record(1, 'b'));
});

/** Follows in the background; `until` resolves when the text read so far satisfies it. */
function follow(options: Partial<LogOptions> = {}) {
  const abort = new AbortController();
  let text = '';
  let wake = (): void => {};
  const ended = (async () => {
    for await (const chunk of readLog(path, { follow: true, ...options }, abort.signal)) {
      text += Buffer.from(chunk).toString();
      wake();
    }
  })();
  const until = async (satisfied: (text: string) => boolean): Promise<string> => {
    while (!satisfied(text)) await new Promise<void>((resolve) => (wake = resolve));
    return text;
  };
  return { abort, ended, until };
}

test('following sees every record once, however it is written, and ends when the file is removed', async () => {
  writeFileSync(path, record(0, 'old'));
  const { ended, until } = follow();
  await until((text) => text.endsWith('old\n'));
  const more = record(1, 'new');
  appendFileSync(path, more.slice(0, 20));
  appendFileSync(path, more.slice(20));
  await until((text) => text.endsWith('new\n'));
  appendFileSync(path, record(2, 'last words'));
  unlinkSync(path);
  await ended;
  expect(await until(() => true)).toBe(record(0, 'old') + more + record(2, 'last words'));
});

test('following waits for a log that is not there yet, and ends on abort', async () => {
  const { abort, ended, until } = follow({ tail: 10 });
  setTimeout(() => writeFileSync(path, record(0, 'here')), 20);
  await until((text) => text.endsWith('here\n'));
  abort.abort();
  await ended;
});

test('following from the end shows only what is new', async () => {
  writeFileSync(path, lines.join(''));
  const { abort, ended, until } = follow({ tail: 0 });
  // Until it watches, what is written may already belong to the end it starts from.
  const ticking = setInterval(() => appendFileSync(path, record(60_000, 'tick')), 20);
  const text = await until((seen) => seen.includes('tick'));
  clearInterval(ticking);
  expect(text).not.toContain('line');
  abort.abort();
  await ended;
});

test('a torn record cut off by the shim is never shown, and following goes on', async () => {
  writeFileSync(path, record(0, 'a'));
  const { abort, ended, until } = follow();
  await until((text) => text.endsWith('a\n'));
  appendFileSync(path, record(1, 'torn').slice(0, -2));
  await new Promise((resolve) => setTimeout(resolve, 30));
  truncateSync(path, record(0, 'a').length);
  appendFileSync(path, record(2, 'b'));
  expect(await until((text) => text.endsWith('b\n'))).toBe(record(0, 'a') + record(2, 'b'));
  abort.abort();
  await ended;
});

test('an emptied log is read again from its beginning', async () => {
  writeFileSync(path, lines.slice(0, 100).join(''));
  const { abort, ended, until } = follow();
  await until((text) => text.length === lines.slice(0, 100).join('').length);
  truncateSync(path, 0);
  appendFileSync(path, record(9, 'anew'));
  await until((text) => text.endsWith('anew\n'));
  abort.abort();
  await ended;
});

describe('a log of several files', () => {
  const parts = [lines.slice(0, 20_000), lines.slice(20_000, 20_001), lines.slice(20_001, 35_000), lines.slice(35_000)];

  function writeParts(): void {
    for (const [index, part] of parts.entries()) {
      const number = parts.length - 1 - index;
      writeFileSync(number === 0 ? path : `${path}.${number}`, part.join(''));
    }
  }

  /** As the shim does it, with three files. */
  function rotate(): void {
    writeFileSync(`${path}.next`, '');
    if (existsSync(`${path}.1`)) renameSync(`${path}.1`, `${path}.2`);
    linkSync(path, `${path}.1`);
    renameSync(`${path}.next`, path);
  }

  test('is one, from the oldest to the newest', async () => {
    writeParts();
    expect(await read({})).toBe(lines.join(''));
  });

  test.each([1, 15_000, 15_001, 30_000, 30_001, 49_999])('has its last %i lines in any of them', async (tail) => {
    writeParts();
    expect(await read({ tail })).toBe(lines.slice(-tail).join(''));
  });

  test.each([0, 19_999, 20_000, 20_001, 34_999, 35_000, 49_999])('has the lines since second %i', async (second) => {
    writeParts();
    expect(await read({ since: BigInt(second) * 1_000_000_000n })).toBe(lines.slice(second).join(''));
  });

  test('a line that goes on in the next file is one line', async () => {
    writeFileSync(`${path}.1`, record(1, 'before') + record(2, 'half ', 'P'));
    writeFileSync(path, record(3, 'and half'));
    expect(await read({ tail: 1 })).toBe(record(2, 'half ', 'P') + record(3, 'and half'));
  });

  test('that a kill left in the middle of a rotation is whole, and nothing twice', async () => {
    writeFileSync(`${path}.2`, record(1, 'a'));
    expect(await read({})).toBe('');
    writeFileSync(path, record(2, 'b'));
    expect(await read({})).toBe(record(1, 'a') + record(2, 'b'));
    linkSync(path, `${path}.1`);
    expect(await read({})).toBe(record(1, 'a') + record(2, 'b'));
  });

  test('is followed through rotations, also several between two looks', async () => {
    writeFileSync(path, record(0, 'zero'));
    const expected: string[] = [record(0, 'zero')];
    let seen = '';
    const abort = new AbortController();
    const following = (async () => {
      for await (const chunk of readLog(path, { follow: true }, abort.signal)) seen += Buffer.from(chunk).toString();
    })();
    for (let round = 1; round <= 20; round++) {
      for (let times = 0; times < 1 + (round % 2); times++) {
        const text = record(round, `round ${round} ${times}`);
        appendFileSync(path, text);
        expected.push(text);
        rotate();
      }
      appendFileSync(path, record(round, 'after'));
      expected.push(record(round, 'after'));
      await expect.poll(() => seen, { interval: 1 }).toBe(expected.join(''));
    }
    for (const number of ['.2', '.1', '']) unlinkSync(`${path}${number}`);
    await following;
    abort.abort();
  });
});
