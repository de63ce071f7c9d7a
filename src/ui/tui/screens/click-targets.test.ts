import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { AppState } from '../state/app-state.ts';
import { press, run, sampleContainer, sampleExited, sampleState } from '../state/sample.ts';
import { createTheme } from '../theme/theme.ts';
import { clickTarget } from './click-targets.ts';
import { dialogPage } from './dialog-page.ts';
import { plainFrame } from './plain-frame.ts';
import { screenModel } from './screen-model.ts';

const start = sampleState([sampleContainer('web'), sampleExited]);

/** Clicks on the first place where the screen has these words. */
function click(state: AppState, words: string): ReturnType<typeof run> {
  const [x, y] = placeOf(state, words);
  const target = clickTarget(screenModel(state), x, y);
  return target ? run(state, { kind: 'clicked', target }) : { state, effects: [] };
}

function placeOf(state: AppState, words: string): readonly [number, number] {
  const model = screenModel(state);
  const page = model.dialog && dialogPage(model.dialog, state.size);
  for (const [index, line] of (page?.lines ?? []).entries()) {
    const x = line
      .map(({ text }) => text)
      .join('')
      .indexOf(words);
    if (page && x >= 0) return [page.rectangle.x + 2 + x, page.rectangle.y + 1 + index];
  }
  const rows = plainFrame(model, createTheme(false)).rows.map((row) => stripVTControlCharacters(row));
  const y = rows.findIndex((row) => row.includes(words));
  expect(y, words).toBeGreaterThanOrEqual(0);
  return [rows[y]?.indexOf(words) ?? 0, y];
}

test('an item of a menu is chosen', () => {
  const { effects } = click(press(start, 'K').state, 'HUP');
  expect(effects).toMatchObject([{ kind: 'operation', operation: { kind: 'kill', signal: 'HUP' } }]);
});

test('an answer is given, whichever is marked', () => {
  const asked = press(start, 'd').state;
  expect(click(asked, 'Kill and remove').effects).toMatchObject([{ operation: { kind: 'remove' } }]);
  expect(click(asked, '[ No ]')).toMatchObject({ state: { dialog: undefined }, effects: [] });
});

test('a field of a form is gone to, a box ticked, an image taken', () => {
  const form = run(press(start, 'n').state, {
    kind: 'operation-done',
    id: start.nextId,
    result: {
      kind: 'images',
      images: ['alpine', 'busybox'].map((name) => ({ name, id: name, createdAt: 1n, sizeBytes: 1, command: ['sh'] })),
    },
  }).state;
  expect(click(form, 'busybox').state.dialog).toMatchObject({ form: { image: { text: 'busybox' } } });
  const tty = click(form, 'Terminal').state;
  expect(tty.dialog).toMatchObject({ form: { active: 'tty', tty: true } });
  expect(click(tty, '[x] yes').state.dialog).toMatchObject({ form: { tty: false } });
  expect(click(form, 'Memory').state.dialog).toMatchObject({ form: { active: 'memory' } });
});

test('a hint is a button, also under a dialog', () => {
  expect(click(start, 'n new').state.dialog).toMatchObject({ kind: 'create' });
  expect(click(press(start, 'K').state, 'Esc close').state.dialog).toBeUndefined();
});

test('views, tabs and the tabs of a small screen are gone to', () => {
  expect(click(start, '2 Images').state.viewId).toBe('images');
  const stats = click(start, 'Stats').state;
  expect(stats.tabIds.get('containers')).toBe('stats');
  expect(stats.focus).toBe('detail');
  expect(click(stats, 'Inspect').state.tabIds.get('containers')).toBe('inspect');
  const small = sampleState([sampleContainer('web')], [], { columns: 80, rows: 24 });
  expect(click(small, '  Log').state.focus).toBe('detail');
});

test('what means nothing does nothing, and nothing lies under a dialog', () => {
  expect(clickTarget(screenModel(start), 2, 20)).toBeUndefined();
  expect(clickTarget(screenModel(press(start, 'd').state), 30, 0)).toBeUndefined();
});

test('the wheel goes through menus, pages and forms', () => {
  const wheel = { kind: 'wheel', motion: 'down' } as const;
  expect(run(press(start, 'K').state, wheel).state.dialog).toMatchObject({ index: 1 });
  expect(run(press(start, '?').state, wheel, wheel).state.dialog).toMatchObject({ top: 2 });
  expect(run(press(start, 'n').state, wheel).state.dialog).toMatchObject({ form: { active: 'name' } });
  expect(run(press(start, 'd').state, wheel).state.selectedId).toBe(start.selectedId);
});
