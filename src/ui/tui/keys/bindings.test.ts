import { expect, test } from 'vitest';
import { views } from '../views/registry.ts';
import { coreContexts } from './binding.ts';
import { bindings } from './bindings.ts';
import { keyReference } from './key-reference.ts';

const contexts = [...coreContexts, ...views.map(({ id }) => id)];

test('no key means two things in one context', () => {
  for (const context of contexts) {
    const chords = bindings.filter((binding) => binding.context === context).flatMap((binding) => binding.chords);
    expect(chords.toSorted()).toEqual([...new Set(chords)].toSorted());
  }
});

test('every context has keys and a place in the help', () => {
  expect(keyReference().flatMap((group) => group.rows)).toHaveLength(bindings.length);
  for (const context of coreContexts) expect(bindings.some((binding) => binding.context === context)).toBe(true);
});

test('nothing is destroyed by a Ctrl key or by Enter alone', () => {
  for (const action of ['containers.remove', 'containers.kill', 'images.remove', 'session-end', 'confirm-yes']) {
    const chords = bindings.filter((binding) => binding.action === action).flatMap((binding) => binding.chords);
    expect(chords.filter((chord) => chord.startsWith('ctrl-') || chord === 'enter')).toEqual([]);
  }
});
