import { expect, test } from 'vitest';
import { joinAll } from './join-all.ts';

test('the results come in order', async () => {
  expect(await joinAll([Promise.resolve(1), Promise.resolve('b')])).toEqual([1, 'b']);
});

test('a failure waits for what is still under way', async () => {
  let through = false;
  const slow = new Promise<void>((resolve) => setTimeout(resolve, 20)).then(() => {
    through = true;
  });
  await expect(joinAll([Promise.reject(new Error('no')), slow])).rejects.toThrow('no');
  expect(through).toBe(true);
});
