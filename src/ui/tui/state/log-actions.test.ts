import { expect, test } from 'vitest';
import { press, sampleContainer, sampleState } from './sample.ts';
import { mergedLogIds } from './tabs.ts';

const api = sampleContainer('api');
const db = sampleContainer('db');
const web = sampleContainer('web');
const all = sampleState([api, db, web]);

test('m shows the logs of the marked containers as one, whichever is selected', () => {
  const merged = press(all, 'space', 'space', 'm').state;
  expect(mergedLogIds(merged)).toHaveLength(2);
  expect(merged.focus).toBe('detail');
  const moved = press(merged, 'h', 'j').state;
  expect(mergedLogIds(moved)).toBe(mergedLogIds(merged));
});

test('m and Esc in the log go back to that of one container', () => {
  const merged = press(all, 'space', 'space', 'm').state;
  for (const key of ['m', 'escape']) {
    const { log, focus } = press(merged, key).state;
    expect(log.merged).toEqual([]);
    expect(focus).toBe('detail');
  }
});

test('one log is not merged, and says why; merged ones are saved as one', () => {
  expect(press(all, 'space', 'm').state.flash?.text).toContain('Space marks');
  const merged = press(all, 'space', 'space', 'm').state;
  const asked = press(merged, 'ctrl-s').state;
  expect(asked.dialog).toMatchObject({ title: 'Save the logs of 2 containers as one' });
  expect(press(asked, 'enter').effects).toMatchObject([
    { kind: 'log-save', containerIds: [{}, {}].map(() => expect.any(String)) },
  ]);
});
