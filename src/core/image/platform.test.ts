import { expect, test } from 'vitest';
import { parsePlatform, platformText, selectPlatform } from './platform.ts';

const offered = [
  'linux/amd64',
  'linux/amd64/v3',
  'linux/arm64/v8',
  'linux/arm/v5',
  'linux/arm/v6',
  'windows/amd64',
].map((text) => {
  const [os = '', architecture = '', variant] = text.split('/');
  return { text, platform: { os, architecture, variant } };
});

test.each([
  ['linux/amd64', 'linux/amd64'],
  ['linux/amd64/v2', 'linux/amd64'],
  ['linux/amd64/v3', 'linux/amd64/v3'],
  ['linux/arm64', 'linux/arm64/v8'],
  ['linux/arm', 'linux/arm/v6'],
  ['linux/arm/v5', 'linux/arm/v5'],
  ['linux/s390x', undefined],
  ['darwin/amd64', undefined],
])('on %s runs %s', (wanted, expected) => {
  expect(selectPlatform(offered, parsePlatform(wanted))?.text).toBe(expected);
});

test('a manifest without a platform is never chosen', () => {
  expect(selectPlatform([{ platform: undefined }], parsePlatform('linux/amd64'))).toBeUndefined();
});

test('platforms are written as they are read', () => {
  expect(platformText(parsePlatform('linux/arm/v7'))).toBe('linux/arm/v7');
  expect(() => parsePlatform('linux')).toThrow('is not a platform');
});
