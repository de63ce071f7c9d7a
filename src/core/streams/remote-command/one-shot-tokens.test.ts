import { expect, test } from 'vitest';
import { OneShotTokens, tokenLifeMs } from './one-shot-tokens.ts';

test('a token has 128 bits that nobody guesses, and is good until it is redeemed', () => {
  const tokens = new OneShotTokens<string>(() => 0);
  const token = tokens.issue('value');
  expect(Buffer.from(token, 'base64url')).toHaveLength(16);
  expect(tokens.issue('other')).not.toBe(token);
  expect([tokens.find(token), tokens.find(token)]).toEqual(['value', 'value']);
  tokens.redeem(token);
  expect(tokens.find(token)).toBeUndefined();
  expect(tokens.find('')).toBeUndefined();
});

test('a token expires', () => {
  let nowMs = 0;
  const tokens = new OneShotTokens<string>(() => nowMs);
  const token = tokens.issue('value');
  nowMs = tokenLifeMs - 1;
  expect(tokens.find(token)).toBe('value');
  nowMs = tokenLifeMs;
  expect(tokens.find(token)).toBeUndefined();
});

test('only so many are kept, until they expire', () => {
  let nowMs = 0;
  const tokens = new OneShotTokens<number>(() => nowMs);
  const issueAll = (): void => {
    for (let count = 0; count < 100_000; count++) tokens.issue(count);
  };
  expect(issueAll).toThrow(expect.objectContaining({ code: 'resource-exhausted' }));
  nowMs = tokenLifeMs;
  expect(tokens.find(tokens.issue(5))).toBe(5);
});
