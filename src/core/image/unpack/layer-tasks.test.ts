import { expect, test } from 'vitest';
import { maxContentBytes } from './layer-tasks.ts';

const mega = 1024 ** 2;
const giga = 1024 ** 3;

test.each([
  ['small ones need no excuse', 1000, giga],
  ['larger ones are 250 times their blob', 100 * mega, 25_000 * mega],
  ['there is an end to it', 100 * giga, 256 * giga],
])('what a layer may unpack to: %s', (_, blobBytes, bytes) => {
  expect(maxContentBytes(blobBytes)).toBe(bytes);
});
