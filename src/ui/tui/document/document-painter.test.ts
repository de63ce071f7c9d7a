import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { DocumentPainter } from './document-painter.ts';

const styles = { string: '', number: '', boolean: '', null: '', object: '', list: '' };
const theme = { name: '', values: styles, note: '', selected: '1', match: '4' };

function painter(value: unknown): DocumentPainter {
  const document = new DocumentPainter(theme);
  document.setFocused(true);
  document.setValue(value);
  return document;
}

const rows = (document: DocumentPainter, width = 40, height = 20): readonly string[] =>
  document.paint(width, height).map(({ text }) => stripVTControlCharacters(text));

const value = { name: 'web', env: ['A=1', 'B=2'], limits: { memory: 5n, more: {} }, exit: null };

test('a document is a tree of lines', () => {
  expect(rows(painter(value))).toEqual([
    '▸name: web',
    ' env:',
    '   - A=1',
    '   - B=2',
    ' limits:',
    '   memory: 5',
    '   more: {}',
    ' exit: -',
  ]);
});

test('Enter on a line inside folds what it is in; the search unfolds it', () => {
  const document = painter(value);
  document.move(2);
  document.fold();
  expect(rows(document).slice(0, 3)).toEqual([' name: web', '▸env:… 2', ' limits:']);
  document.search('b=2');
  expect(rows(document).slice(1, 4)).toEqual([' env:', '   - A=1', '▸  - B=2']);
  document.search('5');
  expect(rows(document)[5]).toBe('▸  memory: 5');
});

test('the place stays when the document is read again, and the search goes round the ends', () => {
  const document = painter(value);
  document.toEnd();
  document.setValue({ ...value, exit: { code: 1 } });
  expect(rows(document).at(-2)).toBe('▸exit:');
  document.search('web');
  expect(rows(document)[0]).toBe('▸name: web');
  document.step(1);
  expect(rows(document)[0]).toBe('▸name: web');
});

test('only what fits is painted, with the line in front in sight, and strangers cannot write control characters', () => {
  const document = painter({ lines: Array.from({ length: 50 }, (_, index) => `\u001b[2J${index}`) });
  document.page(2);
  const shown = document.paint(12, 5);
  expect(shown).toHaveLength(5);
  for (const row of shown) {
    expect(row.cells).toBeLessThanOrEqual(12);
    expect(row.text).not.toContain('\u001b[2J');
  }
  expect(rows(document, 12, 5).some((row) => row.startsWith('▸'))).toBe(true);
});

test('its text can be copied whole', () => {
  expect(painter({ a: [1] }).text).toBe('a:\n  - 1');
});

test('a search that is quicker than the document finds it when it comes', () => {
  const document = new DocumentPainter(theme);
  document.setFocused(true);
  document.search('b=2');
  document.setValue(value);
  expect(rows(document)[3]).toBe('▸  - B=2');
});
