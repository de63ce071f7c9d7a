import { runLine } from '../present/conmanctl-line.ts';
import { displayText } from '../present/display-text.ts';
import type { AppState } from '../state/app-state.ts';
import { type CreateField, type CreateForm, createOptions, matchingImages } from '../state/create-form.ts';
import type { Dialog } from '../state/dialog.ts';
import { type HelpLine, helpLines, helpRows } from './help-page.ts';

export interface FieldModel {
  readonly field: CreateField;
  readonly label: string;
  readonly text: string;
  /** In characters of `text`; undefined when the field is not the active one or has no cursor. */
  readonly cursor: number | undefined;
  readonly active: boolean;
  /** Said in place of an empty text, or beside a box. */
  readonly note: string;
  readonly problem: boolean;
}

export interface ImageChoice {
  readonly name: string;
  readonly note: string;
  readonly chosen: boolean;
}

export type DialogModel =
  | { readonly kind: 'help'; readonly lines: readonly HelpLine[]; readonly position: string }
  | {
      readonly kind: 'confirm';
      readonly question: string;
      readonly consequences: readonly string[];
      readonly answers: readonly { readonly text: string; readonly marked: boolean }[];
    }
  | {
      readonly kind: 'menu';
      readonly title: string;
      readonly items: readonly { readonly label: string; readonly note: string; readonly marked: boolean }[];
    }
  | {
      readonly kind: 'create';
      readonly fields: readonly FieldModel[];
      readonly images: readonly ImageChoice[];
      /** What stands where the problem would: progress, or nothing. */
      readonly status: string;
      readonly problem: { readonly text: string; readonly hint: string | undefined } | undefined;
      /** The same for a shell. */
      readonly line: string;
    };

export function dialogModel(state: AppState): DialogModel | undefined {
  const { dialog } = state;
  switch (dialog?.kind) {
    case undefined:
      return undefined;
    case 'help':
      return helpModel(state, dialog.top);
    case 'confirm':
      return confirmModel(dialog);
    case 'menu':
      return {
        kind: 'menu',
        title: displayText(dialog.title),
        items: dialog.items.map(({ label, note }, index) => {
          return { label: displayText(label), note: displayText(note), marked: index === dialog.index };
        }),
      };
    case 'create':
      return createModel(dialog.form, state.socketPath);
  }
}

function helpModel(state: AppState, top: number): DialogModel {
  const lines = helpLines(state);
  const shown = lines.slice(top, top + helpRows(state));
  const position = shown.length < lines.length ? `${top + 1}-${top + shown.length} of ${lines.length}` : '';
  return { kind: 'help', lines: shown, position };
}

function confirmModel(dialog: Extract<Dialog, { kind: 'confirm' }>): DialogModel {
  return {
    kind: 'confirm',
    question: displayText(dialog.question),
    consequences: dialog.consequences,
    answers: [
      { text: 'No', marked: !dialog.yes },
      { text: dialog.verb, marked: dialog.yes },
    ],
  };
}

const labels: Readonly<Record<CreateField, string>> = {
  image: 'Image',
  name: 'Name',
  command: 'Command',
  tty: 'Terminal',
};

/** Images shown at once; more can be reached by going on. */
const shownImages = 4;

function createModel(form: CreateForm, socketPath: string | undefined): DialogModel {
  const field = (name: Exclude<CreateField, 'tty'>, note: string): FieldModel => ({
    field: name,
    label: labels[name],
    text: displayText(form[name].text),
    cursor: form.active === name ? form[name].cursor : undefined,
    active: form.active === name,
    note,
    problem: form.problem?.field === name,
  });
  const options = createOptions(form);
  return {
    kind: 'create',
    fields: [
      field('image', 'an image, or a root directory such as /srv/rootfs'),
      field('name', 'letters, digits, _ . -'),
      field('command', commandNote(form)),
      ttyField(form),
    ],
    images: form.active === 'image' ? imageChoices(form) : [],
    status: form.submitting ? 'Creating and starting …' : '',
    problem: form.problem && {
      text: displayText(form.problem.text),
      hint: form.problem.hint && displayText(form.problem.hint),
    },
    line: options ? displayText(runLine(options, socketPath)) : '',
  };
}

function commandNote(form: CreateForm): string {
  const image = form.images?.find(({ name }) => name === form.image.text.trim());
  return image && image.command.length > 0 ? `the image's: ${displayText(image.command.join(' '))}` : 'what to run';
}

function ttyField(form: CreateForm): FieldModel {
  const active = form.active === 'tty';
  const note = form.tty ? 'a terminal, can be attached to' : 'no terminal and no stdin, its output is only logged';
  const text = form.tty ? '[x] yes' : '[ ] no';
  return { field: 'tty', label: labels.tty, text, cursor: undefined, active, note, problem: false };
}

function imageChoices(form: CreateForm): readonly ImageChoice[] {
  const images = matchingImages(form);
  const index = images.findIndex(({ name }) => name === form.image.text);
  const first = Math.max(0, Math.min(index - 1, images.length - shownImages));
  return images.slice(first, first + shownImages).map((image) => ({
    name: displayText(image.name),
    note: displayText(image.command.join(' ')),
    chosen: image.name === form.image.text,
  }));
}
