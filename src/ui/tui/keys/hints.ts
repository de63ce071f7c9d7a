import type { AppState } from '../state/app-state.ts';
import { bindings } from './bindings.ts';
import { chordLabel } from './chord-label.ts';
import { contextChain } from './resolve.ts';

export interface Hint {
  readonly keys: string;
  readonly text: string;
}

/** What can be done here and now, for the hint line: the more special keys first. */
export function hints(state: AppState): readonly Hint[] {
  return contextChain(state).flatMap((context) =>
    bindings.flatMap((binding) => {
      if (binding.context !== context || binding.hint === undefined || binding.disabled?.(state)) return [];
      const text = typeof binding.hint === 'string' ? binding.hint : binding.hint(state);
      return text === undefined ? [] : [{ keys: chordLabel(binding.chords[0] ?? ''), text }];
    }),
  );
}
