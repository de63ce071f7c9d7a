import type { AppState } from './app-state.ts';
import { type CreateForm, createOptions, findProblem, withNextField, withNextImage, withText } from './create-form.ts';
import type { Choice } from './dialog.ts';
import { begin } from './operations.ts';
import { takenNames } from './selectors.ts';
import { enterSession, openShell } from './sessions.ts';
import { editField, insertText, type TextField } from './text-field.ts';
import { type Transition, to } from './transition.ts';

/** Carries out what was chosen in a dialog, which is closed by then. */
function choose(state: AppState, choice: Choice): Transition {
  switch (choice.kind) {
    case 'operation':
      return begin(state, choice.operation);
    case 'enter-exec':
      return enterSession(state, choice.containerId, choice.execId);
    case 'open-shell':
      return openShell(state, choice.containerId);
  }
}

function takeMarked(state: AppState): Transition {
  const { dialog } = state;
  const closed = { ...state, dialog: undefined };
  if (dialog?.kind === 'confirm') return dialog.yes ? choose(closed, dialog.choice) : to(closed);
  if (dialog?.kind !== 'menu') return to(state);
  const item = dialog.items[dialog.index];
  return item ? choose(closed, item.choice) : to(closed);
}

function answer(state: AppState, yes: boolean): Transition {
  return state.dialog?.kind === 'confirm' ? takeMarked({ ...state, dialog: { ...state.dialog, yes } }) : to(state);
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
    form.active === 'image' ? withNextImage(form, by, names) : withNextField(form, by, names),
  );

function submit(state: AppState): Transition {
  const { dialog } = state;
  if (dialog?.kind !== 'create' || dialog.form.submitting) return to(state);
  const form = withNextField(dialog.form, 1, takenNames(state));
  const completed = { ...form, active: dialog.form.active };
  const problem = findProblem(completed, takenNames(state));
  const options = createOptions(completed);
  if (problem || !options) {
    const active = problem?.field ?? completed.active;
    return to({ ...state, dialog: { kind: 'create', form: { ...completed, active, problem } } });
  }
  const submitting = { ...completed, submitting: true, problem: undefined };
  return begin({ ...state, dialog: { kind: 'create', form: submitting } }, { kind: 'create', options });
}

/** What is typed or pasted where no binding took it: into the form's field or the filter. */
function typeInto(field: TextField, chord: string, text: string): TextField | undefined {
  return editField(field, chord) ?? (text === '' ? undefined : insertText(field, text));
}

export function typeInForm(state: AppState, chord: string, text: string): Transition {
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

export const dialogActions = {
  'dialog-close': (state: AppState) => to({ ...state, dialog: undefined }),
  'confirm-yes': (state: AppState) => answer(state, true),
  'confirm-no': (state: AppState) => answer(state, false),
  'confirm-switch': (state: AppState) =>
    to(state.dialog?.kind === 'confirm' ? { ...state, dialog: { ...state.dialog, yes: !state.dialog.yes } } : state),
  choose: takeMarked,
  'field-next': step(1),
  'field-previous': step(-1),
  'field-down': stepOrImage(1),
  'field-up': stepOrImage(-1),
  'field-toggle': toggleOrType,
  submit,
};
