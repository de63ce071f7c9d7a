import type { AppState } from '../state/app-state.ts';
import { chordLabel } from './chord-label.ts';
import { contextChain, findBinding, reasonAgainst } from './resolve.ts';

export interface Hint {
  readonly chord: string;
  readonly keys: string;
  readonly text: string;
}

/** What can be done here and now, for the hint line: the more special keys first. */
export function hints(state: AppState): readonly Hint[] {
  const chain = contextChain(state);
  return chain.flatMap((context) =>
    state.bindings.flatMap((binding) => {
      const [chord] = binding.chords;
      if (binding.context !== context || binding.hint === undefined || chord === undefined) return [];
      const isShadowed = findBinding(state, chord, chain) !== binding;
      const text = typeof binding.hint === 'string' ? binding.hint : binding.hint(state);
      if (isShadowed || text === undefined || reasonAgainst(binding, state)) return [];
      return [{ chord, keys: chordLabel(chord), text }];
    }),
  );
}
