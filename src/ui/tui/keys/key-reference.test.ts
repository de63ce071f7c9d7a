import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { press, sampleContainer, sampleExited, sampleState } from '../state/sample.ts';
import { keyReference, keyReferenceMarkdown } from './key-reference.ts';

test('docs/keys.md is what the key table says', () => {
  const page = readFileSync(new URL('../../../../docs/keys.md', import.meta.url), 'utf8');
  expect(page, 'npm run docs:keys makes it anew').toBe(keyReferenceMarkdown());
});

test('the help begins with the keys of the place it was asked in', () => {
  const listed = sampleState([sampleContainer('web')]);
  expect(
    keyReference(listed)
      .slice(0, 2)
      .map(({ heading }) => heading),
  ).toEqual(['Every list', 'Containers']);
  expect(keyReference(press(listed, 'e').state)[0]?.heading).toBe('Shell or attached container');
});

test('what is not possible has its reason', () => {
  const rows = keyReference(sampleState([sampleExited])).flatMap((group) => group.rows);
  expect(rows.find(({ keys }) => keys[0] === 'e')?.reason).toBe('batch does not run (exited 3)');
  expect(rows.find(({ keys }) => keys[0] === 'n')?.reason).toBeUndefined();
});
