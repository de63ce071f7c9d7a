import { expect, test } from 'vitest';
import { containerEvent, press, run, sampleContainer, sampleExited, sampleState } from '../state/sample.ts';
import { isSame, ModelFeed } from './model-feed.ts';

const state = sampleState([sampleContainer('web'), sampleContainer('db'), sampleExited]);

function feedOf(): { feed: ModelFeed; changes: () => number } {
  const feed = new ModelFeed(state, (callback) => callback());
  let count = 0;
  feed.subscribe(() => count++);
  return { feed, changes: () => count };
}

test('moving the selection leaves Ink at rest', () => {
  const { feed, changes } = feedOf();
  feed.take(press(state, 'j').state);
  feed.take(press(state, 'j', 'j').state);
  expect(changes()).toBe(0);
});

test('an event of a container that is not shown, and the passing of time, leave Ink at rest', () => {
  const { feed, changes } = feedOf();
  const quiet = sampleContainer('db', { labels: { changed: 'yes' } });
  feed.take(run(state, containerEvent('changed', quiet), { kind: 'tick', nowMs: state.nowMs + 60_000 }).state);
  expect(changes()).toBe(0);
});

test('what is drawn follows the state', () => {
  const { feed, changes } = feedOf();
  feed.take(press(state, 'tab').state);
  expect(changes()).toBe(1);
  expect(feed.current().detail.focused).toBe(true);
});

test('several states before a frame are one change', () => {
  const callbacks: (() => void)[] = [];
  const feed = new ModelFeed(state, (callback) => callbacks.push(callback));
  feed.take(press(state, 'tab').state);
  feed.take(press(state, '?').state);
  expect(callbacks).toHaveLength(1);
  callbacks[0]?.();
  expect(feed.current().dialog?.kind).toBe('help');
});

test.each([
  [{ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, true],
  [{ a: 1 }, { a: 1, b: undefined }, false],
  [[1, 2], [1], false],
  [null, {}, false],
  [Number.NaN, Number.NaN, true],
])('%j and %j: %s', (one, other, same) => {
  expect(isSame(one, other)).toBe(same);
});
