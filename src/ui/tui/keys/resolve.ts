import type { AppState } from '../state/app-state.ts';
import type { Dialog } from '../state/dialog.ts';
import { pathField, pathInHand } from '../state/path-field.ts';
import { activePane } from '../state/selectors.ts';
import { isOver } from '../state/session-pane.ts';
import { tabInFront } from '../state/tabs.ts';
import type { Binding, Context } from './binding.ts';

const dialogContexts: Readonly<Record<Dialog['kind'], Context>> = {
  help: 'help',
  confirm: 'confirm',
  menu: 'menu',
  prompt: 'prompt',
  commands: 'page',
  text: 'page',
  pull: 'pull',
  results: 'page',
  create: 'create',
};

/** A log's keys are those of the context `detail`. */
const surfaceContexts = {
  log: 'detail',
  document: 'document',
  table: 'table',
  stats: 'stats',
  files: 'files',
} as const;

/** Who is asked about a key, in this order. */
export function contextChain(state: AppState): readonly Context[] {
  const chain = nearChain(state);
  // What is typed to a session, or was meant for one, is the session's.
  return chain.length === 0 || chain[0] === 'session' ? chain : [...chain, 'anywhere'];
}

function nearChain(state: AppState): readonly Context[] {
  const { dialog } = state;
  if (dialog?.kind === 'menu' && dialog.query) return ['palette'];
  if (dialog) return [...pathContexts(state), dialogContexts[dialog.kind]];
  if (state.hushed) return [];
  if (state.prefix) return ['command'];
  if (state.filtering) return ['filter'];
  if (state.focus === 'list') return ['list', 'tabs', state.viewId, 'main'];
  const pane = activePane(state);
  if (state.focus === 'detail' || pane === undefined) {
    if (state.log.choosing) return ['choosing'];
    return [surfaceContexts[tabInFront(state).surface], 'tabs', state.viewId, 'main'];
  }
  if (pane.scrollback) return ['scrollback'];
  // Not the keys of the list: who still types to a shell that has just ended must not stop its container.
  if (isOver(pane)) return ['ended'];
  // Keys struck while the session opens are meant for it, and must not stop the container.
  return ['session'];
}

/** Around a path that is typed, above the dialog's own. */
function pathContexts(state: AppState): readonly Context[] {
  if (pathField(state)?.field.choices) return ['choices'];
  return pathInHand(state) ? ['path'] : [];
}

/** What a key means in the state's key table, the nearest context first. */
export function findBinding(
  { bindings }: Pick<AppState, 'bindings'>,
  chord: string,
  chain: readonly Context[],
): Binding | undefined {
  for (const context of chain) {
    const found = bindings.find((binding) => binding.context === context && binding.chords.includes(chord));
    if (found) return found;
  }
  return undefined;
}

/** Why the key cannot do what it means now; undefined when it can. */
export function reasonAgainst(binding: Binding, state: AppState): string | undefined {
  if (binding.changes && state.isReadOnly) return 'read-only mode: R allows changes again';
  return binding.disabled?.(state);
}

/** True in contexts where a key without a binding is typed into a field. */
export function typesText({ dialog, filtering }: AppState): boolean {
  if (dialog === undefined) return filtering;
  return dialog.kind === 'create' || dialog.kind === 'prompt' || (dialog.kind === 'menu' && dialog.query !== undefined);
}
