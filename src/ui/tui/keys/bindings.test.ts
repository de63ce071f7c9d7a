import { expect, test } from 'vitest';
import { contexts } from './binding.ts';
import { bindings } from './bindings.ts';
import { keyReference } from './key-reference.ts';

test('no key means two things in one context', () => {
  for (const context of contexts) {
    const chords = bindings.filter((binding) => binding.context === context).flatMap((binding) => binding.chords);
    expect(chords.toSorted()).toEqual([...new Set(chords)].toSorted());
  }
});

test('every context has keys and a place in the help', () => {
  expect(keyReference().flatMap((group) => group.rows)).toHaveLength(bindings.length);
  for (const context of contexts) expect(bindings.some((binding) => binding.context === context)).toBe(true);
});

test('nothing is destroyed by a Ctrl key or by Enter alone', () => {
  for (const action of ['remove', 'kill', 'session-end', 'confirm-yes'] as const) {
    const chords = bindings.filter((binding) => binding.action === action).flatMap((binding) => binding.chords);
    expect(chords.filter((chord) => chord.startsWith('ctrl-') || chord === 'enter')).toEqual([]);
  }
});
