import { expect, test } from 'vitest';
import { SharedWork } from './shared-work.ts';

const never = new AbortController().signal;

test('work is done once for all who want it, and late comers hear how it stands', async () => {
  const shared = new SharedWork<string, number>();
  const { promise, resolve } = Promise.withResolvers<string>();
  let runs = 0;
  const heard: number[] = [];
  const work = async (_: AbortSignal, report: (progress: number) => void): Promise<string> => {
    runs++;
    report(1);
    return await promise;
  };
  const first = shared.join('a', never, () => undefined, work);
  await Promise.resolve();
  const second = shared.join('a', never, (progress) => heard.push(progress), work);
  await new Promise(setImmediate);
  resolve('done');
  expect(await Promise.all([first, second])).toEqual(['done', 'done']);
  expect([runs, heard]).toEqual([1, [1]]);
});

test('it goes on while one is left, and is aborted with the last; who comes then starts anew', async () => {
  const shared = new SharedWork<string, number>();
  const log: string[] = [];
  const work = (name: string) => (abort: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      log.push(`start ${name}`);
      if (name === 'second') resolve('second');
      abort.addEventListener('abort', () => {
        log.push('aborted');
        setTimeout(() => reject(new Error('over')), 20);
      });
    });
  const [one, two] = [new AbortController(), new AbortController()];
  const first = shared.join('a', one.signal, () => undefined, work('first'));
  const joined = shared.join('a', two.signal, () => undefined, work('never'));
  await new Promise(setImmediate);
  one.abort();
  await expect(first).rejects.toMatchObject({ code: 'cancelled' });
  expect(log).toEqual(['start first']);
  two.abort();
  await expect(joined).rejects.toMatchObject({ code: 'cancelled' });
  expect(await shared.join('a', never, () => undefined, work('second'))).toBe('second');
  expect(log).toEqual(['start first', 'aborted', 'start second']);
});

test('a failure is everybody’s, and is not kept', async () => {
  const shared = new SharedWork<string, number>();
  const failing = async () => {
    throw new Error('no');
  };
  const both = [1, 2].map(() => shared.join('a', never, () => undefined, failing));
  for (const each of both) await expect(each).rejects.toThrow('no');
  expect(
    await shared.join(
      'a',
      never,
      () => undefined,
      async () => 'yes',
    ),
  ).toBe('yes');
});
