import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { logRecords } from '../../src/core/api/index.ts';
import { readLog } from '../../src/core/streams/log-reader.ts';
import { TestEngine } from '../fixtures/engine.ts';

const lines = 20_000;
const expected = Array.from({ length: lines }, (_, index) => `${index + 1}\n`);

function textOf(chunk: Uint8Array): string {
  const texts = Array.from(logRecords(chunk), ({ textStart, textEnd, partial }) => {
    return Buffer.from(chunk.subarray(textStart, textEnd)).toString() + (partial ? '' : '\n');
  });
  return texts.join('');
}

async function read(path: string, tail?: number): Promise<string> {
  let text = '';
  for await (const chunk of readLog(path, { follow: false, ...(tail !== undefined && { tail }) }))
    text += textOf(chunk);
  return text;
}

test('a log within its limits is read as one, followed, kept over runs and removed with all its files', async () => {
  await using engine = await TestEngine.open();
  const { containers } = engine;
  const logLimits = { maxBytes: 100_000, maxFiles: 50 };
  const command = ['sh', '-c', `seq 1 ${lines}`];
  const { id } = await containers.create({ name: 'x', image: 'busybox', command, logLimits });
  const { logPath } = containers.status(id);
  let followed = '';
  const following = (async () => {
    for await (const chunk of readLog(logPath, { follow: true })) followed += textOf(chunk);
  })();
  await containers.start(id);
  await containers.waitForExit(id);
  expect(existsSync(`${logPath}.9`)).toBe(true);
  expect(await read(logPath)).toBe(expected.join(''));
  expect(await read(logPath, 7000)).toBe(expected.slice(-7000).join(''));
  await expect.poll(() => followed.length).toBe(expected.join('').length);
  expect(followed).toBe(expected.join(''));
  await containers.start(id);
  await containers.waitForExit(id);
  expect(await read(logPath)).toBe([...expected, ...expected].join(''));
  await containers.remove(id);
  await following;
});

test('conmand has limits of its own for those that were not given any', async () => {
  await using engine = await TestEngine.open({ logLimits: { maxBytes: 50_000, maxFiles: 2 } });
  const script = `seq 1 ${lines}`;
  const own = await engine.run({ name: 'own', command: ['sh', '-c', script] });
  const unlimited = await engine.run({ name: 'any', command: ['sh', '-c', script], logLimits: { maxBytes: -1 } });
  const files = (id: string) => {
    const { logPath } = engine.containers.status(id);
    return ['', '.1', '.2'].filter((suffix) => existsSync(`${logPath}${suffix}`));
  };
  expect(files(own)).toEqual(['', '.1']);
  expect(files(unlimited)).toEqual(['']);
});

test.each([
  [{ maxBytes: 100 }, 'a log cannot have files of 100 bytes'],
  [{ maxBytes: 0.5 }, 'a log cannot have files of 0.5 bytes'],
  [{ maxFiles: 0 }, 'a log cannot have 0 files'],
  [{ maxFiles: 5000 }, 'a log cannot have 5000 files'],
])('%j is refused', async (logLimits, message) => {
  await using engine = await TestEngine.open();
  const creation = engine.containers.create({ name: 'x', image: 'busybox', command: ['true'], logLimits });
  await expect(creation).rejects.toMatchObject({ code: 'invalid-argument', message });
});
