import type { AppState } from './app-state.ts';
import { withoutBatch } from './batches.ts';
import { type CreateForm, choicesOf, findProblem, withNextChoice, withNextField, withText } from './create-form.ts';
import type { Prompt } from './dialog.ts';
import { flash } from './flash.ts';
import { createdBy, updateOf } from './form-values.ts';
import { menuItems } from './menu.ts';
import { begin, beginAll } from './operations.ts';
import { type Press, pursue } from './pursue.ts';
import { takenNames } from './selectors.ts';
import { editField, insertText, type TextField } from './text-field.ts';
import { type Transition, to } from './transition.ts';

/** A menu whose boxes are ticked stays open; everything else closes when it is chosen from. */
export function chooseMarked(state: AppState, press: Press): Transition {
  const { dialog } = state;
  const closed = { ...state, dialog: undefined };
  if (dialog?.kind === 'confirm') return dialog.yes ? pursue(closed, dialog.choice, press) : to(closed);
  if (dialog?.kind !== 'menu') return to(state);
  const item = menuItems(dialog)[dialog.index];
  if (!item) return to(state);
  if (item.reason !== undefined) return flash(state, 'warning', item.reason);
  return pursue(item.stays ? state : closed, item.choice, press);
}

export function answerQuestion(state: AppState, yes: boolean, press: Press): Transition {
  return state.dialog?.kind === 'confirm'
    ? chooseMarked({ ...state, dialog: { ...state.dialog, yes } }, press)
    : to(state);
}

/** Enter in a form or a prompt. */
export function submit(state: AppState, press: Press): Transition {
  return state.dialog?.kind === 'prompt' ? submitPrompt(state, state.dialog, press) : submitForm(state);
}

function submitPrompt(state: AppState, dialog: Prompt, press: Press): Transition {
  // A name of a file may begin or end with blanks.
  const { text } = dialog.field;
  const meant = dialog.answer(dialog.path ? text : text.trim());
  if (typeof meant === 'string') return to({ ...state, dialog: { ...dialog, problem: meant } });
  return pursue({ ...state, dialog: undefined }, meant, press);
}

/** Changes the form, unless the engine is at it. */
function changeForm(state: AppState, change: (form: CreateForm, names: ReadonlySet<string>) => CreateForm): Transition {
  const { dialog } = state;
  if (dialog?.kind !== 'create' || dialog.form.submitting) return to(state);
  return to({ ...state, dialog: { kind: 'create', form: change(dialog.form, takenNames(state)) } });
}

const step = (by: 1 | -1) => (state: AppState) => changeForm(state, (form, names) => withNextField(form, by, names));

const stepOrImage = (by: 1 | -1) => (state: AppState) =>
  changeForm(state, (form, names) =>
    choicesOf(form).length > 0 ? withNextChoice(form, by, names) : withNextField(form, by, names),
  );

function submitForm(state: AppState): Transition {
  const { dialog } = state;
  if (dialog?.kind !== 'create' || dialog.form.submitting) return to(state);
  const form = withNextField(dialog.form, 1, takenNames(state));
  const completed = { ...form, active: dialog.form.active };
  const problem = findProblem(completed, takenNames(state), state);
  if (problem) {
    const active = problem.field ?? completed.active;
    return to({ ...state, dialog: { kind: 'create', form: { ...completed, active, problem } } });
  }
  return completed.editing ? submitEdit(state, completed) : submitCreation(state, completed);
}

function submitCreation(state: AppState, form: CreateForm): Transition {
  const options = createdBy(form, state);
  if (!options.ok) return to(state);
  const submitting = { ...form, submitting: true, problem: undefined };
  const next: AppState = { ...state, dialog: { kind: 'create', form: submitting }, lastForm: form };
  return begin(next, { kind: 'create', options: options.value });
}

/** Each container has its own result: one that cannot be changed is told of like any other bulk action. */
function submitEdit(state: AppState, form: CreateForm): Transition {
  const update = updateOf(form);
  if (!update.ok || !form.editing) return to(state);
  const options = update.value;
  const operations = form.editing.ids.map((containerId) => ({ kind: 'update', containerId, options }) as const);
  return beginAll({ ...state, dialog: undefined }, operations);
}

/** What is typed or pasted where no binding took it: into the form's field or the filter. */
function typeInto(field: TextField, chord: string, text: string): TextField | undefined {
  return editField(field, chord) ?? (text === '' ? undefined : insertText(field, text));
}

/** What is typed in a dialog that has a field. */
export function typeInDialog(state: AppState, chord: string, text: string): Transition {
  const { dialog } = state;
  if (dialog?.kind === 'prompt') {
    const field = typeInto(dialog.field, chord, text);
    return to(field ? { ...state, dialog: { ...dialog, field, problem: undefined } } : state);
  }
  if (dialog?.kind === 'menu' && dialog.query) {
    const query = typeInto(dialog.query, chord, text);
    return to(query ? { ...state, dialog: { ...dialog, query, index: 0 } } : state);
  }
  return typeInForm(state, chord, text);
}

function typeInForm(state: AppState, chord: string, text: string): Transition {
  return changeForm(state, (form, names) => {
    if (form.active === 'tty') return { ...form, tty: chord === 'y' || (chord !== 'n' && form.tty) };
    const value = typeInto(form[form.active], chord, text);
    return value ? withText(form, form.active, value, names) : form;
  });
}

/** The filter as edited; undefined when the key does not edit. */
export function typeInFilter(filter: TextField, chord: string, text: string): TextField | undefined {
  return typeInto(filter, chord, text);
}

/** Space ticks the box, and is a space everywhere else. */
function toggleOrType(state: AppState): Transition {
  const { dialog } = state;
  if (dialog?.kind === 'create' && dialog.form.active !== 'tty') return typeInForm(state, 'space', ' ');
  return changeForm(state, (form) => ({ ...form, tty: !form.tty }));
}

function close(state: AppState): Transition {
  const { dialog } = state;
  const closed = { ...state, dialog: undefined };
  return to(dialog?.kind === 'results' ? withoutBatch(closed, dialog.batchId) : closed);
}

export const dialogActions = {
  'dialog-close': close,
  'confirm-switch': (state: AppState) =>
    to(state.dialog?.kind === 'confirm' ? { ...state, dialog: { ...state.dialog, yes: !state.dialog.yes } } : state),
  'field-next': step(1),
  'field-previous': step(-1),
  'field-down': stepOrImage(1),
  'field-up': stepOrImage(-1),
  'field-toggle': toggleOrType,
};
