import { beforeEach, expect, test } from 'vitest';
import { containerEvent, press, run, sampleContainer, sampleState, sampleStats } from '../state/sample.ts';
import type { PaintedRow } from '../surface/painter.ts';
import { TablePainter } from '../table/table-painter.ts';
import { createTheme } from '../theme/theme.ts';
import { ListView } from './list-view.ts';

const many = Array.from({ length: 1_000 }, (_, index) => sampleContainer(`web-${index}`));
const start = run(sampleState(many), { kind: 'stats', sample: sampleStats(...many) }).state;
const [width, height] = [60, 36];

let table: TablePainter;
let view: ListView;
let repaints: number;

beforeEach(() => {
  table = new TablePainter({ header: '', selected: '7', selectedBlurred: '1', marked: '33' });
  view = new ListView(table, createTheme(true));
  table.attach(() => repaints++);
  view.take(start);
  table.paint(width, height);
  repaints = 0;
});

/** Rows of the screen that were made anew: what is left the same costs nothing. */
function changedRows(before: readonly PaintedRow[]): number {
  return table.paint(width, height).filter((row) => !before.includes(row)).length;
}

test('of a thousand containers only those on the screen are painted', () => {
  expect(table.paint(width, height)).toHaveLength(height);
});

test('a moved selection paints two rows, whatever the number', () => {
  const before = table.paint(width, height);
  view.take(press(start, 'j').state);
  expect(changedRows(before)).toBe(2);
});

test('what changed in a thousand containers is one state, one table and the rows on the screen', () => {
  const before = table.paint(width, height);
  const events = many.map((container) => ({
    ...({ kind: 'container', type: 'changed', at: 1n } as const),
    container: { ...container, paused: true },
  }));
  const { state } = run(start, { kind: 'engine-events', events });
  view.take(state);
  expect(changedRows(before)).toBeLessThanOrEqual(height);
  expect(repaints).toBeLessThanOrEqual(4);
});

test('a sample that changes one container on the screen paints one row; one out of sight none', () => {
  const before = table.paint(width, height);
  const usage = new Map(start.usage);
  const [stats] = sampleStats(...many.slice(3, 4)).containers;
  if (stats) usage.set(stats.containerId, { ...stats, cpu: { ...stats.cpu, cores: 1 } });
  view.take({ ...start, usage });
  expect(changedRows(before)).toBe(1);
  const after = table.paint(width, height);
  const [far] = sampleStats(...many.slice(900, 901)).containers;
  if (far) usage.set(far.containerId, far);
  view.take({ ...start, usage: new Map(usage) });
  expect(changedRows(after)).toBe(0);
});

test('a state in which nothing of the list has changed asks for nothing', () => {
  view.take({ ...start, files: { path: '/etc', changes: undefined } });
  expect(repaints).toBe(0);
  view.take(run(start, containerEvent('changed', many[0] ?? sampleContainer('none'))).state);
  expect(repaints).toBeLessThanOrEqual(2);
});
