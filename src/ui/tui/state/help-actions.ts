import type { Binding } from '../keys/binding.ts';
import { chordLabel } from '../keys/chord-label.ts';
import { contextChain, findBinding, reasonAgainst } from '../keys/resolve.ts';
import { viewNamed } from '../views/registry.ts';
import type { AppState } from './app-state.ts';
import type { Menu, MenuItem } from './dialog.ts';
import { targets, targetsText } from './marks.ts';
import { emptyTextField } from './text-field.ts';
import { type Transition, to } from './transition.ts';

/** What moves about in a list or a page is no action worth a menu. */
const plainMotions: ReadonlySet<string> = new Set(['up', 'down', 'page-up', 'page-down', 'first', 'last', 'prefix']);

function menuItem(state: AppState, binding: Binding): MenuItem {
  return {
    label: binding.description,
    note: binding.chords.map(chordLabel).join(' '),
    choice: { kind: 'press', binding: binding.action },
    reason: reasonAgainst(binding, state),
  };
}

/** Bindings that count here, each where no nearer one takes its key. */
function reachable(state: AppState, contexts: readonly string[]): readonly Binding[] {
  const chain = contextChain(state);
  return contexts.flatMap((context) =>
    state.bindings.filter((binding) => {
      const [chord = ''] = binding.chords;
      return (
        binding.context === context && !plainMotions.has(binding.action) && findBinding(state, chord, chain) === binding
      );
    }),
  );
}

/** Everything that can be done with what is selected, and why some of it cannot be done now. */
function actionMenu(state: AppState): Transition {
  const view = viewNamed(state.viewId);
  const items = reachable({ ...state, focus: 'list' }, [view.id]).map((binding) => menuItem(state, binding));
  const about = targets(state);
  const title = about.length === 0 ? view.title : targetsText(state, about);
  if (items.length === 0) return palette(state);
  return to({ ...state, dialog: { kind: 'menu', title, items, index: firstPossible(items) } });
}

function firstPossible(items: readonly MenuItem[]): number {
  return Math.max(
    0,
    items.findIndex(({ reason }) => reason === undefined),
  );
}

/** Everything there is, to be found by its words. */
function palette(state: AppState): Transition {
  const chain = contextChain(state);
  const items = [...new Set([...reachable(state, chain)])]
    .filter(({ action }) => action !== 'palette')
    .map((binding) => menuItem(state, binding));
  const tabs = viewNamed(state.viewId).tabs.map(({ id, title }): MenuItem => {
    return { label: `show the tab ${title}`, note: '', choice: { kind: 'show-tab', tabId: id } };
  });
  const dialog: Menu = {
    kind: 'menu',
    title: 'What to do',
    items: [...items, ...tabs],
    index: 0,
    query: emptyTextField,
  };
  return to({ ...state, dialog });
}

/** Texts of the selected item that somebody may want elsewhere. */
function copyMenu(state: AppState): Transition {
  if (state.dialog?.kind === 'commands') {
    const text = state.commands.map(({ line }) => line).join('\n');
    return to(state, { kind: 'copy', text });
  }
  if (state.dialog?.kind === 'text') return to(state, { kind: 'copy', text: state.dialog.lines.join('\n') });
  const view = viewNamed(state.viewId);
  const chosen = targets(state);
  const fields = [...new Set(chosen.flatMap((item) => Object.keys(view.fieldsOf(item))))];
  const items = fields.map((field): MenuItem => {
    const text = chosen.map((item) => view.fieldsOf(item)[field] ?? '').join('\n');
    return { label: field, note: text.replaceAll('\n', ' '), choice: { kind: 'copy', text, what: `the ${field}` } };
  });
  const title = `Copy of ${targetsText(state, chosen)}`;
  return to({ ...state, dialog: { kind: 'menu', title, items, index: 0 } });
}

export const helpActions = {
  'action-menu': actionMenu,
  palette,
  'copy-menu': copyMenu,
  'command-log': (state: AppState) =>
    to({ ...state, dialog: { kind: 'commands', top: Number.MAX_SAFE_INTEGER } as const }),
  'read-only': (state: AppState) => to({ ...state, isReadOnly: !state.isReadOnly }),
};
