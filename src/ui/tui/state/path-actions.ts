import type { AppState } from './app-state.ts';
import { withText } from './create-form.ts';
import { dialogActions, submit } from './dialog-actions.ts';
import { flash } from './flash.ts';
import type { Message } from './message.ts';
import { chooseName, completePath, completeSpecial, stepChoice, withoutChoices } from './path-completion.ts';
import { type PathField, pathField, pathInHand } from './path-field.ts';
import type { Press } from './pursue.ts';
import { takenNames } from './selectors.ts';
import type { TextField } from './text-field.ts';
import { type Transition, to } from './transition.ts';

function withField(state: AppState, field: TextField): AppState {
  const { dialog } = state;
  if (dialog?.kind === 'prompt') return { ...state, dialog: { ...dialog, field, problem: undefined } };
  if (dialog?.kind !== 'create' || dialog.form.active === 'tty') return state;
  const { form } = dialog;
  return { ...state, dialog: { ...dialog, form: withText(form, dialog.form.active, field, takenNames(state)) } };
}

function complete(state: AppState): Transition {
  const inHand = pathInHand(state);
  if (!inHand) return to(state);
  const { field, syntax, at } = inHand;
  const special = completeSpecial(field, syntax, at);
  if (special) return to(withField(state, special));
  const { directory, stem } = at;
  return to({ ...state, awaitedNames: { directory, stem, held: [] } }, { kind: 'find-names', directory, stem });
}

/** What was found is for the path that it was looked for; who has typed on meanwhile asks again. */
export function takeNames(
  state: AppState,
  message: Extract<Message, { readonly kind: 'names-found' | 'names-failed' }>,
): Transition {
  const inHand = pathInHand(state);
  if (inHand?.at.directory !== message.directory || inHand.at.stem !== message.stem) return to(state);
  if (message.kind === 'names-failed') return tellProblem(state, message.text);
  const { stem, directory } = inHand.at;
  const isThere = message.names.some(({ name }) => name === stem);
  const completed = completePath(inHand.field, inHand.syntax, inHand.at, message.names);
  // In a form, Tab goes on when a path has been typed to its end, or nothing can complete it.
  if (state.dialog?.kind === 'create' && (isThere || !completed)) return dialogActions['field-next'](state);
  if (completed) return to(withField(state, completed));
  if (isThere) return flash(state, 'info', 'the path is complete');
  return flash(state, 'info', `nothing in ${directory} ${stem === '' ? 'can be named' : `begins with ${stem}`}`);
}

function tellProblem(state: AppState, text: string): Transition {
  const { dialog } = state;
  if (dialog?.kind === 'prompt') return to({ ...state, dialog: { ...dialog, problem: text } });
  // A form is judged when it is sent; until then Tab goes on.
  return dialog?.kind === 'create' ? dialogActions['field-next'](state) : to(state);
}

const change =
  (act: (inHand: PathField) => TextField) =>
  (state: AppState): Transition => {
    const inHand = pathField(state);
    return to(inHand ? withField(state, act(inHand)) : state);
  };

/** The choice with the mouse. */
export function takeChoice(state: AppState, index: number): Transition {
  return change(({ field, syntax }) => withoutChoices(chooseName(field, syntax, index)))(state);
}

/** Takes the marked choice, or, where none is marked, what was typed. */
export function takeOrSubmit(state: AppState, press: Press): Transition {
  const closed = change(({ field }) => withoutChoices(field))(state);
  return pathField(state)?.field.choices?.index === undefined ? submit(closed.state, press) : closed;
}

export const pathActions = {
  'path-complete': complete,
  'choice-next': change(({ field, syntax }) => stepChoice(field, syntax, 1)),
  'choice-previous': change(({ field, syntax }) => stepChoice(field, syntax, -1)),
  'choices-close': change(({ field }) => withoutChoices(field)),
};
