import { expect, test } from 'vitest';
import { ConmanError } from '../../../core/errors/index.ts';
import { views } from '../views/registry.ts';
import { containerEvent, press, run, sampleContainer, sampleState } from './sample.ts';

const web = sampleContainer('web');
const db = sampleContainer('db');
const start = sampleState([web, db]);
const image = { name: 'alpine:3', id: 'sha256:a', createdAt: 1n, sizeBytes: 1, command: ['sh'] };

test('a view reads its items when it is shown; each list keeps its own selection and filter', () => {
  const chosen = press(start, 'j', '/', 'd', 'enter').state;
  const { state, effects } = press(chosen, '2');
  expect(state).toMatchObject({ viewId: 'images', selectedId: undefined, filter: { text: '' } });
  expect(effects).toContainEqual({ kind: 'fetch', viewId: 'images' });
  const listed = run(state, { kind: 'fetched', viewId: 'images', items: [image] }).state;
  expect(listed).toMatchObject({ selectedId: 'alpine:3', detailId: 'alpine:3' });
  expect(press(listed, '1').state).toMatchObject({ viewId: 'containers', selectedId: db.id, filter: { text: 'd' } });
});

test('what cannot be read is told in its place', () => {
  const error = new ConmanError('unimplemented', 'no such thing', { hint: 'restart conmand' });
  const failed = run(press(start, '2').state, { kind: 'fetch-failed', viewId: 'images', error }).state;
  expect(failed.fetched.get('images')).toMatchObject({ items: undefined, problem: { hint: 'restart conmand' } });
});

test('keys of one view do nothing in another', () => {
  const images = run(press(start, '2').state, { kind: 'fetched', viewId: 'images', items: [image] }).state;
  for (const chord of ['s', 'r', 'K', 'e', 'a', 'N']) expect(press(images, chord).effects).toEqual([]);
  const asked = press(images, 'd').state;
  expect(asked.dialog).toMatchObject({ kind: 'confirm', yes: false });
  const effect = { kind: 'operation', operation: { kind: 'remove-image', itemId: 'alpine:3', name: 'alpine:3' } };
  expect(press(asked, 'y').effects).toMatchObject([effect]);
});

test('an operation of a fetched view reads the list again', () => {
  const images = run(press(start, '2').state, { kind: 'fetched', viewId: 'images', items: [image] }).state;
  const removing = press(images, 'd', 'y');
  const id = removing.effects.flatMap((effect) => (effect.kind === 'operation' ? [effect.id] : []))[0] as number;
  const done = run(removing.state, { kind: 'operation-done', id, result: { kind: 'none' } });
  expect(done.effects).toContainEqual({ kind: 'fetch', viewId: 'images' });
});

test('events are a list of their own, newest first', () => {
  const state = run(start, containerEvent('started', web), containerEvent('removed', db)).state;
  const events = press(state, String(views.findIndex(({ id }) => id === 'events') + 1)).state;
  expect(events.visible.map(({ item }) => item)).toMatchObject([
    { type: 'removed', about: 'db' },
    { type: 'started', about: 'web' },
  ]);
});
