import { expect, test } from 'vitest';
import { menuItems } from './menu.ts';
import { press, sampleContainer, sampleExited, sampleState } from './sample.ts';

const web = sampleContainer('web');

test('x lists what can be done, with the reason where something cannot', () => {
  const { dialog } = press(sampleState([sampleExited]), 'x').state;
  if (dialog?.kind !== 'menu') throw new Error('no menu');
  const shell = dialog.items.find(({ note }) => note === 'e');
  expect(shell?.reason).toBe('batch does not run (exited 3)');
  expect(dialog.items.find(({ note }) => note === 's')?.reason).toBeUndefined();
  expect(dialog.title).toBe('batch');
});

test('choosing what is not possible says why and leaves the menu open', () => {
  const state = press(sampleState([sampleExited]), 'x', 'G').state;
  const up = press(state, 'g', 'j', 'j', 'j').state;
  const chosen = press(up, 'enter').state;
  expect(chosen.flash?.text).toMatch(/batch does not run/);
  expect(chosen.dialog?.kind).toBe('menu');
});

test('the palette finds by words and does it', () => {
  const typed = press(sampleState([web]), ':', 'r', 'e', 'm', 'o', 'v', 'e').state;
  if (typed.dialog?.kind !== 'menu') throw new Error('no palette');
  expect(menuItems(typed.dialog).map(({ label }) => label)).toEqual(['remove it (asks)']);
  expect(press(typed, 'enter').state.dialog).toMatchObject({ kind: 'confirm', question: 'Remove web?' });
});

test('read-only mode refuses what changes anything, by key and from menus, and lets the rest be', () => {
  const locked = press(sampleState([web]), 'R').state;
  for (const chord of ['s', 'r', 'p', 'd', 'K', 'n', 'N', 'e', 'a']) {
    const { state, effects } = press(locked, chord);
    expect(
      effects.filter(({ kind }) => kind !== 'expire-flash' && kind !== 'hush'),
      chord,
    ).toEqual([]);
    expect(state.flash?.text).toBe('read-only mode: R allows changes again');
  }
  expect(press(locked, 'x', 'enter').state.dialog).toBeUndefined();
  expect(press(press(locked, 'R').state, 's').effects).toMatchObject([{ operation: { kind: 'stop' } }]);
});

test('the command log has a line for everything that was done, and how it ended', () => {
  const stopping = press(sampleState([web]), 's').state;
  expect(stopping.commands).toMatchObject([{ line: 'conmanctl stop web', outcome: undefined }]);
  const open = press(stopping, '@');
  expect(open.state.dialog?.kind).toBe('commands');
  expect(press(open.state, 'y').effects).toEqual([{ kind: 'copy', text: 'conmanctl stop web' }]);
});

test('y copies what one may want elsewhere', () => {
  const { effects } = press(sampleState([web]), 'y', 'j', 'enter');
  expect(effects).toContainEqual({ kind: 'copy', text: web.id });
});
