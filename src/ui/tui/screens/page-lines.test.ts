import { expect, test } from 'vitest';
import type { AppState } from '../state/app-state.ts';
import { run, sampleState } from '../state/sample.ts';
import { pageLines } from './page-lines.ts';

const narrow: AppState = { ...sampleState([]), size: { columns: 40, rows: 20 } };
const textOf = (state: AppState): readonly string[] =>
  pageLines(state).map((line) => line.map(({ text }) => text).join(''));

test('a long command goes on below itself, and so does what went wrong', () => {
  const command = { operationId: 1, atMs: 0, line: `conmanctl run ${'word '.repeat(8)}end`, outcome: 'x'.repeat(40) };
  const lines = textOf({ ...narrow, commands: [command], dialog: { kind: 'commands', top: 0 } });
  expect(lines[0]).toMatch(/✗ conmanctl run word word$/);
  expect(lines.slice(1).every((line) => line.startsWith(' '.repeat(11)) && line.length <= 36)).toBe(true);
  expect(lines.join('').replaceAll(' ', '')).toContain('wordend');
});

test('all of a long line of a file is seen, in a window of any size', () => {
  const long = `  ${'0123456789'.repeat(10)}`;
  const shown = run(narrow, { kind: 'text', title: 'file', lines: [long, 'end'] }).state;
  expect(textOf(shown)).toHaveLength(4);
  expect(textOf(shown).slice(0, 3).join('')).toBe(long);
  const wide = run(shown, { kind: 'resized', size: { columns: 120, rows: 40 } }).state;
  expect(textOf(wide)).toEqual([long, 'end']);
});
