import { expect, test } from 'vitest';
import { containerEvent, press, run, sampleContainer, sampleExited, sampleState } from './sample.ts';

const web = sampleContainer('web');
const db = sampleContainer('db', { image: 'postgres', command: ['postgres', '-D', '/data'] });
const all = sampleState([web, db, sampleExited]);

test('the first container is selected and shown at once', () => {
  expect(all).toMatchObject({ selectedId: web.id, detailId: web.id });
});

test('the detail follows only when the selection rests', () => {
  const moved = press(all, 'j');
  expect(moved.state).toMatchObject({ selectedId: db.id, detailId: web.id });
  expect(moved.effects).toEqual([{ kind: 'settle-selection' }]);
  expect(run(moved.state, { kind: 'settled' }).state.detailId).toBe(db.id);
});

test('moving stops at the ends', () => {
  expect(press(all, 'k').state.selectedId).toBe(web.id);
  expect(press(all, 'G', 'j').state.selectedId).toBe(sampleExited.id);
  expect(press(all, 'G', 'g').state.selectedId).toBe(web.id);
  expect(press(all, 'pagedown').state.selectedId).toBe(sampleExited.id);
});

test('a page is what the pane shows, less one row', () => {
  const many = sampleState(Array.from({ length: 100 }, (_, index) => sampleContainer(`c${index}`)));
  const index = (state: typeof many): number => state.visible.findIndex(({ id }) => id === state.selectedId);
  expect(index(press(many, 'pagedown').state)).toBe(34);
  expect(index(press(many, 'pagedown', 'pageup').state)).toBe(0);
});

test('the selection stays on its container when others come and go', () => {
  const state = press(all, 'j').state;
  expect(run(state, containerEvent('removed', web)).state.selectedId).toBe(db.id);
  expect(run(state, containerEvent('created', sampleContainer('new'))).state.selectedId).toBe(db.id);
});

test('the neighbour inherits the selection of a removed container, and is shown at once', () => {
  const state = run(press(all, 'j').state, { kind: 'settled' }).state;
  expect(run(state, containerEvent('removed', db)).state).toMatchObject({
    selectedId: sampleExited.id,
    detailId: sampleExited.id,
  });
  expect(run(sampleState([web]), containerEvent('removed', web)).state).toMatchObject({
    selectedId: undefined,
    detailId: undefined,
  });
});

test('typing filters, Enter keeps, Esc shows all again', () => {
  const typed = press(all, '/', 'd', 'b').state;
  expect(typed.visible.map(({ id }) => id)).toEqual([db.id]);
  expect(typed.selectedId).toBe(db.id);
  expect(press(typed, 'enter').state).toMatchObject({ filtering: false, filter: { text: 'db' } });
  expect(press(typed, 'escape').state.visible).toHaveLength(3);
  expect(press(typed, 'enter', 'escape').state.visible).toHaveLength(3);
});

test('a filter that matches nothing selects nothing, and its end selects again', () => {
  const none = press(all, '/', 'x', 'x').state;
  expect(none).toMatchObject({ visible: [], selectedId: undefined });
  expect(press(none, 'escape').state.selectedId).toBe(web.id);
});
