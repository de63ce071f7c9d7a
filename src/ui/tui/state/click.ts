import type { AppState } from './app-state.ts';
import { type CreateField, closeChoices, withText } from './create-form.ts';
import { answerQuestion, chooseMarked } from './dialog-actions.ts';
import { focusOn } from './focus.ts';
import { takeChoice } from './path-actions.ts';
import type { Press } from './pursue.ts';
import { takenNames } from './selectors.ts';
import { showTab } from './tabs.ts';
import { textField } from './text-field.ts';
import { type Transition, to } from './transition.ts';
import { showView } from './views.ts';

/** What Ink drew under the mouse, where it means something. Painters know what is under it themselves. */
export type ClickTarget =
  | { readonly kind: 'menu-item'; readonly index: number }
  | { readonly kind: 'answer'; readonly yes: boolean }
  | { readonly kind: 'field'; readonly field: CreateField }
  | { readonly kind: 'image'; readonly name: string }
  /** One of the names that a path can become. */
  | { readonly kind: 'choice'; readonly index: number }
  /** A hint: as if its key had been struck. */
  | { readonly kind: 'key'; readonly chord: string }
  | { readonly kind: 'view'; readonly viewId: string }
  | { readonly kind: 'tab'; readonly tabId: string }
  | { readonly kind: 'pane'; readonly focus: AppState['focus']; readonly paneId?: number };

/** Does what a click means; a hint's key is the caller's to strike. */
export function click(
  state: AppState,
  target: Exclude<ClickTarget, { readonly kind: 'key' }>,
  press: Press,
): Transition {
  const { dialog } = state;
  switch (target.kind) {
    case 'menu-item':
      if (dialog?.kind !== 'menu') return to(state);
      return chooseMarked({ ...state, dialog: { ...dialog, index: target.index } }, press);
    case 'answer':
      return answerQuestion(state, target.yes, press);
    case 'field':
    case 'image':
      return clickForm(state, target);
    case 'choice':
      return takeChoice(state, target.index);
    case 'view':
      return dialog ? to(state) : showView(state, target.viewId);
    case 'tab':
      return to(dialog ? state : focusOn(showTab(state, target.tabId), 'detail'));
    case 'pane':
      return to(dialog ? state : focusOn(state, target.focus, target.paneId ?? state.activePaneId));
  }
}

/** A click on a box ticks it, one on an image takes it, one on a field goes there. */
function clickForm(state: AppState, target: Extract<ClickTarget, { readonly kind: 'field' | 'image' }>): Transition {
  const { dialog } = state;
  if (dialog?.kind !== 'create' || dialog.form.submitting) return to(state);
  const { form } = dialog;
  if (target.kind === 'image') {
    return to({
      ...state,
      dialog: { ...dialog, form: withText(form, 'image', textField(target.name), takenNames(state)) },
    });
  }
  const isTicked = target.field === 'tty' && form.active === 'tty';
  const next = { ...closeChoices(form), active: target.field, tty: form.tty !== isTicked };
  return to({ ...state, dialog: { ...dialog, form: next } });
}
