import { expect, test } from 'vitest';
import type { AppState } from './app-state.ts';
import { markedIds } from './marks.ts';
import { containerEvent, press, run, sampleContainer, sampleExited, sampleState } from './sample.ts';

const web2 = sampleContainer('web-2', { labels: { app: 'shop' } });
const web10 = sampleContainer('web-10', { labels: { app: 'shop' }, state: 'created' });
const db = sampleContainer('db', { labels: { app: 'base' } });
const all = sampleState([web10, db, web2, sampleExited]);
const names = (state: AppState): readonly string[] =>
  state.visible.map(({ id, heading }) => heading ?? state.containers?.get(id)?.name ?? '');

test('o sorts by a column, numbers in names by their value; again it turns the order round, then ends it', () => {
  const once = press(all, 'o', 'enter').state;
  expect(names(once)).toEqual(['batch', 'db', 'web-2', 'web-10']);
  const twice = press(once, 'o', 'enter').state;
  expect(names(twice)).toEqual(['web-10', 'web-2', 'db', 'batch']);
  expect(names(press(twice, 'o', 'enter').state)).toEqual(names(all));
});

test('the selection follows its container through every order', () => {
  const chosen = press(all, 'j', 'j').state;
  expect(press(chosen, 'o', 'enter').state.selectedId).toBe(web2.id);
  const grouped = press(chosen, 'b', 'j', 'enter').state;
  expect(grouped.selectedId).toBe(web2.id);
});

test('b groups by a label; the selection steps over the headings', () => {
  const grouped = press(all, 'b', 'j', 'enter').state;
  expect(names(grouped)).toEqual(['app=base (1)', 'db', 'app=shop (2)', 'web-10', 'web-2', 'without app (1)', 'batch']);
  expect(press(grouped, 'g').state.selectedId).toBe(db.id);
  expect(press(grouped, 'g', 'j').state.selectedId).toBe(web10.id);
  expect(names(press(grouped, 'b', 'g', 'enter').state)).toEqual(names(all));
});

test('a label nobody has is no group, and that is said', () => {
  expect(press(sampleState([sampleExited]), 'b').state.flash?.text).toBe('no container has a label to group by');
});

test('Space marks and goes on; v marks what lies between; * marks all; Esc unmarks', () => {
  expect([...press(all, 'space', 'space').state.marks]).toEqual([web10.id, db.id]);
  expect([...markedIds(press(all, 'j', 'v', 'j').state)]).toEqual([db.id, web2.id]);
  const kept = press(all, 'j', 'v', 'j', 'v', 'G').state;
  expect([...markedIds(kept)]).toEqual([db.id, web2.id]);
  expect(markedIds(press(all, '*').state).size).toBe(4);
  expect(markedIds(press(all, '*', '*').state).size).toBe(0);
  expect(markedIds(press(kept, 'escape').state).size).toBe(0);
});

test('what is done is done to all that are marked, each with its own result', () => {
  const { state, effects } = press(all, 'space', 'space', 'space', 's');
  // web-10 does not run: of several, the running ones are stopped.
  const operations = effects.flatMap((effect) => (effect.kind === 'operation' ? [effect] : []));
  expect(operations.map(({ operation }) => operation)).toEqual([
    { kind: 'stop', containerId: db.id },
    { kind: 'stop', containerId: web2.id },
  ]);
  expect(state.marks.size).toBe(0);
  const [first, second] = operations.map(({ id }) => id) as [number, number];
  const half = run(state, { kind: 'operation-done', id: first, result: { kind: 'none' } }).state;
  expect(half.dialog).toBeUndefined();
  const error = Object.assign(new Error('it will not'), { code: 'internal' }) as never;
  const done = run(half, { kind: 'operation-failed', id: second, error }).state;
  expect(done.dialog?.kind).toBe('results');
  const [batch] = done.batches.values();
  expect(batch?.title).toBe('stop 2 containers');
  expect(batch?.items.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual(['db ', 'web-2 it will not']);
  expect(press(done, 'q').state.batches.size).toBe(0);
});

test('a bulk action of which nothing went wrong needs one line', () => {
  const { state, effects } = press(sampleState([db, web2]), '*', 'r');
  const ids = effects.flatMap((effect) => (effect.kind === 'operation' ? [effect.id] : []));
  const done = run(
    state,
    ...ids.map((id) => ({ kind: 'operation-done', id, result: { kind: 'none' } }) as const),
  ).state;
  expect(done.flash?.text).toBe('done: restart 2 containers');
  expect(done.batches.size).toBe(0);
});

test('marks stay on what they were set, whatever comes and goes', () => {
  const marked = press(all, 'j', 'space').state;
  const later = run(marked, containerEvent('removed', web10), containerEvent('created', sampleContainer('new'))).state;
  expect([...markedIds(later)]).toEqual([db.id]);
});

test('columns are ticked on and off, and the menu stays', () => {
  const open = press(all, 'O', 'j', 'enter').state;
  expect(open.dialog).toMatchObject({ kind: 'menu', index: 1 });
  expect(open.columnChoices.get('state')).toBe(false);
  expect(press(open, 'enter').state.columnChoices.get('state')).toBe(true);
});
