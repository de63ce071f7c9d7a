import type { ViewBinding } from '../keys/binding.ts';
import { noConnection } from '../keys/reasons.ts';
import type { AppState } from '../state/app-state.ts';
import type { Dialog } from '../state/dialog.ts';

type Opening = Pick<ViewBinding<unknown>, 'changes' | 'needsNothing' | 'disabled' | 'act'>;

/** What a key does that is about no item and asks something first, of which a change comes. */
export function opening(dialog: (state: AppState) => Dialog): Opening {
  return {
    ...{ changes: true, needsNothing: true, disabled: noConnection },
    act: (state) => ({ kind: 'open', dialog: dialog(state) }),
  };
}

/** `P`, in every view of which something can be left over. */
export function pruneKey(menu: Dialog, description: string): ViewBinding<unknown> {
  return { name: 'prune', chords: ['P'], description, hint: 'prune', ...opening(() => menu) };
}
