import { targets } from '../state/marks.ts';
import { views } from '../views/registry.ts';
import type { View } from '../views/view.ts';
import type { Binding, IntentBinding, ViewBinding } from './binding.ts';

/** Keys that show a view: 1, 2, ... in the order of the registry. */
export const viewKeys: readonly Binding[] = views.map(({ id, title }, index) => ({
  context: 'main',
  chords: [String(index + 1)],
  action: `view.${id}`,
  description: `show the ${title.toLowerCase()}`,
  disabled: ({ viewId, focus }) =>
    viewId === id && focus === 'list' ? `the ${title.toLowerCase()} are in front` : undefined,
  intent: () => ({ kind: 'show-view', viewId: id }),
}));

/** The keys of every view, each in the context of its view. */
export const viewBindings: readonly Binding[] = views.flatMap((view) =>
  view.bindings.map((binding) => ('name' in binding ? inTable(view, binding) : binding)),
);

function inTable(view: View<unknown>, binding: ViewBinding<unknown>): IntentBinding {
  const { name, needsNothing = false, ...row } = binding;
  return {
    ...row,
    context: view.id,
    action: `${view.id}.${name}`,
    disabled: (state) => {
      // What is selected elsewhere is of another kind.
      const items = state.viewId === view.id ? targets(state) : [];
      if (items.length === 0 && !needsNothing) return `no ${view.noun[0]} is selected`;
      return binding.disabled?.(state, items);
    },
    intent: (state) => binding.act(state, targets(state)),
  };
}
