import { expect, test } from 'vitest';
import { parseSpecJson, specJson } from './spec-json.ts';

test('numbers of 64 bits survive', () => {
  const text = '{"hard":18446744073709551615,"soft":1024,"share":0.5,"name":"18446744073709551615"}';
  const spec = parseSpecJson(text);
  expect(spec).toEqual({ hard: 2n ** 64n - 1n, soft: 1024, share: 0.5, name: '18446744073709551615' });
  expect(specJson(spec)).toBe(text);
});

test('what is no object is no configuration', () => {
  expect(() => parseSpecJson('7')).toThrow('not an object');
});
