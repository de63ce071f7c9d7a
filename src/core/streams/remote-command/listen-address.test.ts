import { expect, test } from 'vitest';
import { formatListenAddress, parseListenAddress } from './listen-address.ts';

test.each([
  ['127.0.0.1:8881', '127.0.0.1', 8881],
  ['localhost:0', 'localhost', 0],
  ['[::1]:65535', '::1', 65535],
])('%s', (text, host, port) => {
  expect(parseListenAddress(text)).toEqual({ host, port });
  expect(formatListenAddress({ host, port })).toBe(text);
});

test.each([
  '',
  '8881',
  ':8881',
  '127.0.0.1',
  '127.0.0.1:',
  '127.0.0.1:65536',
  '::1:80',
  '[::1]',
  'a b:1',
  'http://a:1',
  'a:-1',
])("'%s' is refused", (text) => {
  expect(() => parseListenAddress(text)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
});
