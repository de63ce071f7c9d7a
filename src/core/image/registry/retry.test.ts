import { expect, test } from 'vitest';
import { ConmanError } from '../../errors/index.ts';
import { httpError } from '../../host/http-error.ts';
import { Retryable, withRetries } from './retry.ts';

const never = new AbortController().signal;
const policy = { attempts: 4, firstDelayMs: 1, attemptsIfRefused: 2 };
const failure = (code: string) =>
  httpError(Object.assign(new Error('x'), { code }), new URL('https://registry.example/'), never);

test.each<[string, unknown, number]>([
  ['what may pass', failure('ECONNRESET'), 4],
  ['a port where nobody listens', failure('ECONNREFUSED'), 2],
  ['a name that is not there', failure('ENOTFOUND'), 1],
  ['a registry that wants a short pause', new Retryable(new ConmanError('unavailable', 'later'), 0), 4],
  ['a registry that wants a long one', new Retryable(new ConmanError('unavailable', 'later'), 60_000), 1],
])('%s: how often it is tried', async (_, error, attempts) => {
  let turns = 0;
  const attempt = async (): Promise<void> => {
    turns += 1;
    throw error;
  };
  await expect(withRetries(policy, never, attempt)).rejects.toBeInstanceOf(ConmanError);
  expect(turns).toBe(attempts);
});

test('attempts that got further do not count', async () => {
  let turns = 0;
  const attempt = async (): Promise<string> => {
    turns += 1;
    if (turns < 10) throw failure('ECONNRESET');
    return 'done';
  };
  expect(await withRetries(policy, never, attempt, () => true)).toBe('done');
});
