import { expect, test } from 'vitest';
import { OperationQueue } from './operation-queue.ts';

test('operations follow one another, also after a failure', async () => {
  const queue = new OperationQueue();
  const log: string[] = [];
  const first = queue.run('start', async () => {
    await Promise.resolve();
    log.push('start');
    throw new Error('no');
  });
  const second = queue.run('remove', async () => {
    log.push('remove');
  });
  await expect(first).rejects.toThrow('no');
  await second;
  expect(log).toEqual(['start', 'remove']);
});

test('the same operation in flight is joined, a later one runs again', async () => {
  const queue = new OperationQueue();
  let runs = 0;
  const operation = async (): Promise<void> => {
    runs += 1;
  };
  await Promise.all([queue.run('start', operation), queue.run('start', operation)]);
  expect(runs).toBe(1);
  await new Promise((resolve) => setImmediate(resolve));
  await queue.run('start', operation);
  expect(runs).toBe(2);
});
