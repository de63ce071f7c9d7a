import { expect, test } from 'vitest';
import { ConmanError } from './conman-error.ts';

test('a foreign error is wrapped as internal and kept as the cause', () => {
  const cause = new TypeError('x is not a function');
  const error = ConmanError.from(cause);
  expect(error.code).toBe('internal');
  expect(error.message).toBe('x is not a function');
  expect(error.cause).toBe(cause);
});

test('a ConmanError stays itself', () => {
  const error = new ConmanError('not-found', 'no such container', { hint: 'conmanctl container list' });
  expect(ConmanError.from(error)).toBe(error);
  expect(error.hint).toBe('conmanctl container list');
});
