import type { AppState } from '../state/app-state.ts';
import { activePane } from '../state/selectors.ts';
import { isOver } from '../state/session-pane.ts';
import type { Binding, Context } from './binding.ts';
import { bindings } from './bindings.ts';

/** Who is asked about a key, in this order. */
export function contextChain(state: AppState): readonly Context[] {
  if (state.dialog) return [state.dialog.kind];
  if (state.hushed) return [];
  if (state.prefix) return ['command'];
  if (state.filtering) return ['filter'];
  if (state.log.prompt) return ['log-prompt'];
  if (state.focus === 'list') return ['list', 'main'];
  const pane = activePane(state);
  if (state.focus === 'detail' || pane === undefined) return state.log.choosing ? ['choosing'] : ['detail', 'main'];
  if (pane.scrollback) return ['scrollback'];
  // Not the keys of the list: who still types to a shell that has just ended must not stop its container.
  if (isOver(pane)) return ['ended'];
  // Keys struck while the session opens are meant for it, and must not stop the container.
  return ['session'];
}

export function findBinding(chord: string, chain: readonly Context[]): Binding | undefined {
  for (const context of chain) {
    const found = bindings.find((binding) => binding.context === context && binding.chords.includes(chord));
    if (found) return found;
  }
  return undefined;
}

/** True in contexts where a key without a binding is typed into a field. */
export function typesText(state: AppState): boolean {
  return (
    state.dialog?.kind === 'create' ||
    (state.dialog === undefined && (state.filtering || state.log.prompt !== undefined))
  );
}
