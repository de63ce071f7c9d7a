import { expect, test } from 'vitest';
import { ConmanError } from '../errors/index.ts';
import { Wire } from './testing/wire.ts';

const wire = new Wire();

test('a log larger than every window arrives whole, and an error in its midst arrives too', async () => {
  const piece = Buffer.alloc(200_000, 'x');
  const engine = await wire.serve({
    async *readLogs() {
      for (let i = 0; i < 50; i++) yield piece;
      throw new ConmanError('data-loss', 'gone');
    },
  });
  let bytes = 0;
  const reading = (async () => {
    for await (const chunk of engine.readLogs('a', { follow: false })) bytes += chunk.length;
  })();
  await expect(reading).rejects.toMatchObject({ code: 'data-loss', message: 'gone' });
  expect(bytes).toBe(10_000_000);
});

test('a reader that stops holds the engine back', async () => {
  let produced = 0;
  const { promise: stopped, resolve } = Promise.withResolvers<void>();
  const engine = await wire.serve({
    async *readLogs(_ref, _options, abort) {
      try {
        while (!abort?.aborted) {
          produced += 100_000;
          yield Buffer.alloc(100_000);
        }
      } finally {
        resolve();
      }
    },
  });
  for await (const _chunk of engine.readLogs('a', { follow: true })) {
    await new Promise((wait) => setTimeout(wait, 200));
    expect(produced).toBeLessThan(2_500_000);
    break;
  }
  await stopped;
});
