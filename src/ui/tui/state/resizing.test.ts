import { expect, test } from 'vitest';
import { layoutScreen } from '../screens/layout.ts';
import type { AppState } from './app-state.ts';
import { layoutOf } from './remembered-layout.ts';
import { press, run, sampleContainer, sampleState } from './sample.ts';

const web = sampleContainer('web');
const start = sampleState([web]);
const layoutOfScreen = (state: AppState) => layoutScreen({ ...state, hasSession: state.panes.length > 0 });
const listWidth = (state: AppState): number => layoutOfScreen(state).panes.list?.width ?? 0;
const sessionHeight = (state: AppState): number => layoutOfScreen(state).panes.session?.height ?? 0;
const many = (chord: string): string[] => Array.from({ length: 40 }, () => chord);

test('+ and - give the pane with the keyboard more room and less', () => {
  const wider = press(start, '+').state;
  expect(listWidth(wider)).toBe(listWidth(start) + 4);
  expect(listWidth(press(wider, '-').state)).toBe(listWidth(start));
  const detail = press(start, 'tab', '+').state;
  expect(listWidth(detail)).toBe(listWidth(start) - 4);
});

test('at the limit it says so, and the next stroke back has its effect at once', () => {
  const widest = press(start, ...many('+')).state;
  expect(widest.flash?.text).toBe('the others need the room they have');
  expect(layoutOfScreen(widest).panes.detail?.width).toBeGreaterThanOrEqual(24);
  expect(listWidth(press(widest, '-').state)).toBe(listWidth(widest) - 4);
  expect(press(start, ...many('-')).state.flash?.text).toBe('it has the least it needs');
});

test('a session takes room from the one beside it, then from above', () => {
  const one = press(start, 'e').state;
  const taller = run(one, { kind: 'command', chord: '+' }).state;
  expect(sessionHeight(taller)).toBe(sessionHeight(one) + 2);
  const two = run(
    one,
    { kind: 'pane-live', paneId: one.panes[0]?.id ?? 0, exec: undefined },
    { kind: 'command', chord: '|' },
  ).state;
  const width = (state: AppState): number => layoutOfScreen(state).sessions[1]?.rectangle.width ?? 0;
  const wider = run(two, { kind: 'command', chord: '+' }).state;
  expect(width(wider)).toBe(width(two) + 4);
  expect(width(run(wider, { kind: 'command', chord: '_' }).state)).toBe(width(two));
  const most = run(two, ...many('+').map((chord) => ({ kind: 'command', chord }) as const)).state;
  expect(layoutOfScreen(most).sessions[0]?.rectangle.width).toBe(22);
  expect(sessionHeight(most)).toBeGreaterThan(sessionHeight(two));
});

test('where one pane fills the window, the key says why it does nothing', () => {
  expect(press(start, 'z', '+').state.flash?.text).toMatch(/z shows the others/);
  const small = sampleState([web], [], { columns: 80, rows: 24 });
  expect(press(small, '+').state.flash?.text).toMatch(/one pane at a time/);
});

test('it is remembered', () => {
  const layout = JSON.parse(JSON.stringify(layoutOf(press(start, '+', '+').state)));
  expect(listWidth(run(start, { kind: 'layout', layout }).state)).toBe(listWidth(start) + 8);
});
