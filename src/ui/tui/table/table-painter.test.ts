import { beforeEach, describe, expect, test } from 'vitest';
import { TablePainter } from './table-painter.ts';
import type { TableRow } from './table-row.ts';

function rows(...ids: readonly string[]): readonly TableRow[] {
  return ids.map((id) => ({ id, cells: [id, { text: 'up', style: '32' }] }));
}

describe('TablePainter', () => {
  let table: TablePainter;
  let selections: (string | undefined)[];
  let repaints: number;

  beforeEach(() => {
    table = new TablePainter({ header: '1', selected: '7', selectedBlurred: '4', marked: '33' });
    selections = [];
    repaints = 0;
    table.onSelect((id) => selections.push(id));
    table.attach(() => repaints++);
    table.setColumns([
      { title: 'NAME', width: { min: 5, weight: 1 } },
      { title: 'STATE', width: 5, align: 'right' },
    ]);
    table.setRows(rows('a', 'b', 'c', 'd', 'e'));
  });

  /** The table as plain text. */
  function shown(width = 14, height = 4): readonly string[] {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequence begins with one.
    return table.paint(width, height).map((row) => row.text.replace(/\u001b\[[0-9;]*m/g, ''));
  }

  test('paints a header and the rows that fit', () => {
    expect(shown()).toEqual(['  NAME   STATE', '▸ a         up', '  b         up', '  c         up']);
    expect(shown(14, 2)).toEqual(['▸ a         up', '  b         up']);
    for (const row of table.paint(14, 4)) expect(row.cells).toBe(14);
  });

  test('styles cells, and puts the selection on top of them', () => {
    const [, selected, other] = table.paint(14, 4);
    expect(selected?.text).toBe('\u001b[7m▸ a      \u001b[0;32;7m   up');
    expect(other?.text).toBe('  b      \u001b[0;32m   up');
    table.setFocused(false);
    expect(table.paint(14, 4)[1]?.text).toBe('\u001b[4m▸ a      \u001b[0;32;4m   up');
  });

  test('paints two rows anew when the selection moves', () => {
    const before = table.paint(14, 6);
    table.moveSelection(1);
    const after = table.paint(14, 6);
    expect(after.map((row, y) => row !== before[y])).toEqual([false, true, true, false, false, false]);
    expect(selections).toEqual(['a', 'b']);
  });

  test('scrolls with the selection and stops at both ends', () => {
    shown();
    table.moveSelection(3);
    expect(shown()).toEqual(['  NAME   STATE', '  b         up', '  c         up', '▸ d         up']);
    table.selectLast();
    table.moveSelection(9);
    expect(table.selectedId).toBe('e');
    table.pageSelection(-1);
    expect(table.selectedId).toBe('c');
    table.selectFirst();
    table.moveSelection(-1);
    expect(shown()[1]).toBe('▸ a         up');
  });

  test('keeps the selection on its row when the order changes, and at its place when the row is gone', () => {
    table.select('b');
    table.setRows(rows('e', 'd', 'c', 'b', 'a'));
    expect(table.selectedId).toBe('b');
    table.setRows(rows('e', 'd', 'c', 'a'));
    expect(table.selectedId).toBe('a');
    table.setRows([]);
    expect(table.selectedId).toBeUndefined();
    table.setPlaceholder('No containers.');
    expect(shown()).toEqual(['  NAME   STATE', '  No containe…']);
    table.setRows(rows('x'));
    expect(table.selectedId).toBe('x');
    expect(selections).toEqual(['a', 'b', 'a', undefined, 'x']);
  });

  test('steps over headings', () => {
    table.setRows([
      { id: 'pod', cells: ['pod'], selectable: false },
      ...rows('a'),
      { id: 'pod2', cells: ['pod2'], selectable: false },
      ...rows('b'),
    ]);
    table.selectFirst();
    table.moveSelection(1);
    expect(table.selectedId).toBe('b');
    table.moveSelection(-5);
    expect(table.selectedId).toBe('a');
  });

  test('paints anew only rows that changed', () => {
    const before = table.paint(14, 6);
    table.updateRow({ id: 'c', cells: ['c', 'down'] });
    const after = table.paint(14, 6);
    expect(after.map((row, y) => row !== before[y])).toEqual([false, false, false, true, false, false]);
    repaints = 0;
    table.updateRow({ id: 'nobody', cells: [] });
    expect(repaints).toBe(0);
  });

  test('marks rows', () => {
    table.setMarks(new Set(['a', 'b']));
    expect(shown()).toEqual(['  NAME   STATE', '▸●a         up', ' ●b         up', '  c         up']);
  });

  test('makes names harmless and cuts them', () => {
    table.setRows([{ id: 'x', cells: ['\u001b[2Jevil\u0007name', 'ok'] }]);
    expect(shown()[1]).toBe('▸ evil␇…    ok');
  });

  test('finds the row under the mouse', () => {
    shown();
    expect(table.rowAt(0)).toBeUndefined();
    expect(table.rowAt(2)?.id).toBe('b');
    expect(table.rowAt(9)).toBeUndefined();
  });
});
