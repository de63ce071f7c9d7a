import { expect, test } from 'vitest';
import { ResizeDecoder } from './resize-decoder.ts';

function decode(text: string, size = text.length) {
  const decoder = new ResizeDecoder();
  const bytes = Buffer.from(text);
  const sizes = [];
  for (let at = 0; at < bytes.length; at += size) sizes.push(decoder.push(bytes.subarray(at, at + size)));
  return sizes.filter((found) => found !== undefined);
}

test('the last of several sizes counts', () => {
  expect(decode('{"Width":80,"Height":24}\n{"Width":100,"Height":30}\n')).toEqual([{ columns: 100, rows: 30 }]);
});

test.each([1, 2, 5, 30])('sizes survive being split every %i bytes', (size) => {
  const sizes = decode('{"Width":80,"Height":24}\n{ "Height": 30, "Width": 100 }', size);
  expect(sizes).toEqual([
    { columns: 80, rows: 24 },
    { columns: 100, rows: 30 },
  ]);
});

test.each([
  '{"Width":0,"Height":24}',
  '{"Width":70000,"Height":1}',
  '{"Width":"80","Height":24}',
  'null}',
  '}',
  '{"Width":80',
])('%s is skipped', (text) => {
  expect(decode(`${text}\n`)).toEqual([]);
});

test('what is no message is not kept for ever, and spoils only itself', () => {
  const decoder = new ResizeDecoder();
  for (let count = 0; count < 100; count++) expect(decoder.push(Buffer.alloc(64 * 1024, '{'))).toBeUndefined();
  expect(decoder.push(Buffer.from('}{"Width":80,"Height":24}'))).toEqual({ columns: 80, rows: 24 });
});
