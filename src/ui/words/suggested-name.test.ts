import { expect, test } from 'vitest';
import { suggestedName } from './suggested-name.ts';

test.each([
  ['busybox', 'busybox-1'],
  ['docker.io/library/debian:12', 'debian-1'],
  ['ghcr.io/a/b@sha256:00', 'b-1'],
  ['/srv/my root fs/', 'myrootfs-1'],
  ['/', 'container-1'],
  ['', 'container-1'],
  ['.hidden', 'hidden-1'],
  ['漢字', 'container-1'],
])('for %j: %s', (image, name) => {
  expect(suggestedName(image, new Set())).toBe(name);
});

test('takes the first free number', () => {
  expect(suggestedName('busybox', new Set(['busybox-1', 'busybox-3']))).toBe('busybox-2');
});
