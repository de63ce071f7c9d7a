import { expect, test } from 'vitest';
import { press, run, sampleContainer, sampleExited, sampleState, sampleStats } from '../state/sample.ts';
import { createTheme } from '../theme/theme.ts';
import { ListRows } from './list-rows.ts';

const web = sampleContainer('web', { command: ['sh', '-c', 'echo "a b"'] });
const state = run(sampleState([web, sampleExited]), { kind: 'stats', sample: sampleStats(web) }).state;
const texts = (row: { cells: readonly (string | { text: string })[] } | undefined): readonly string[] =>
  row?.cells.map((cell) => (typeof cell === 'string' ? cell : cell.text)) ?? [];

test('a row says name, state with its reason, age, what it takes, image, command and short id', () => {
  const [running, exited] = new ListRows(createTheme(true)).table(state).rows;
  expect(texts(running)).toEqual([
    ...['web', '● running', '3m', '0.5%', '2 MB', 'busybox', `sh -c 'echo "a b"'`, '776562000000'],
  ]);
  expect(texts(exited).slice(0, 3)).toEqual(['batch', '○ exited 3', '30s']);
});

test('what is being done with the container takes the place of its state', () => {
  const rows = new ListRows(createTheme(true)).table(press(state, 's').state).rows;
  expect(texts(rows[0])[1]).toBe('… stopping');
});

test('only rows whose words change are made anew', () => {
  const rows = new ListRows(createTheme(true));
  const [running, exited] = rows.table(state).rows;
  const later = rows.table(run(state, { kind: 'tick', nowMs: state.nowMs + 1000 }).state).rows;
  expect(later[0]).toBe(running);
  expect(later[1]).not.toBe(exited);
});

test('a broken container has no age: nobody knows when it was created', () => {
  const broken = sampleContainer('odd', { state: 'unknown', createdAt: 0n, image: '', command: [] });
  const [row] = new ListRows(createTheme(true)).table(sampleState([broken])).rows;
  expect(texts(row).slice(0, 3)).toEqual(['odd', '? broken', '']);
});

test('for people who hear the screen a state is a word', () => {
  const [row] = new ListRows(createTheme(true)).table({ ...state, isForEars: true }).rows;
  expect(texts(row)[1]).toBe('running');
});
