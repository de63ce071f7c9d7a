import type { TerminalSize } from '../../../core/api/index.ts';
import { isPath } from '../../input/local-path.ts';
import { displayText } from '../../words/display-text.ts';
import { conmanctlLine, runWords, updateWords } from '../present/conmanctl-line.ts';
import type { AppState } from '../state/app-state.ts';
import {
  type CreateField,
  type CreateForm,
  fieldsOf,
  matchingImages,
  type TextFieldName,
} from '../state/create-form.ts';
import type { Dialog, Menu, Prompt } from '../state/dialog.ts';
import { createdBy, updateOf } from '../state/form-values.ts';
import { menuItems } from '../state/menu.ts';
import type { WatchedPull } from '../state/pulls.ts';
import type { TextField } from '../state/text-field.ts';
import { type HelpLine, helpLines } from './help-page.ts';
import { type PageLine, pageLines } from './page-lines.ts';
import { pageRows } from './paging.ts';

export interface FieldModel {
  /** Undefined in a prompt, which has only one. */
  readonly name: CreateField | undefined;
  readonly label: string;
  readonly text: string;
  /** In characters of `text`; undefined when the field is not the active one or has no cursor. */
  readonly cursor: number | undefined;
  readonly active: boolean;
  /** Nobody wrote its text yet, and typing takes its place. */
  readonly isProposal: boolean;
  /** Said in place of an empty text, or beside a box. */
  readonly note: string;
  /** Its text is one of several, not typed. */
  readonly isChoice: boolean;
  readonly problem: boolean;
}

export interface ImageChoice {
  readonly name: string;
  /** As the form takes it. */
  readonly value: string;
  readonly note: string;
  readonly chosen: boolean;
}

/** Names that a path can become: those in sight. */
export interface ChoicesModel {
  readonly names: readonly { readonly index: number; readonly text: string; readonly marked: boolean }[];
  /** Such as `3 of 40`; empty when all are shown. */
  readonly position: string;
}

export interface MenuItemModel {
  /** Among all that match, those out of sight included. */
  readonly index: number;
  readonly label: string;
  readonly note: string;
  readonly marked: boolean;
  /** Why it cannot be chosen now. */
  readonly reason: string | undefined;
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
      readonly items: readonly MenuItemModel[];
      /** Such as `3 of 40`; empty when all of it is shown. */
      readonly position: string;
      readonly query: { readonly text: string; readonly cursor: number } | undefined;
    }
  | {
      readonly kind: 'prompt';
      readonly title: string;
      readonly field: FieldModel;
      readonly choices: ChoicesModel | undefined;
      readonly problem: string | undefined;
    }
  | { readonly kind: 'page'; readonly title: string; readonly lines: readonly PageLine[]; readonly position: string }
  | {
      readonly kind: 'create';
      readonly title: string;
      readonly fields: readonly FieldModel[];
      readonly images: readonly ImageChoice[];
      readonly choices: ChoicesModel | undefined;
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
      return menuModel(state, dialog);
    case 'prompt':
      return promptModel(dialog, state.size);
    case 'commands':
      return pageModel(state, 'What was done, as commands', dialog.top);
    case 'text':
      return pageModel(state, displayText(dialog.title), dialog.top);
    case 'pull':
      return pageModel(state, transferTitle(state.pulls.get(dialog.pullId)), dialog.top);
    case 'results':
      return pageModel(state, displayText(state.batches.get(dialog.batchId)?.title ?? ''), dialog.top);
    case 'create':
      return createModel(dialog.form, state);
  }
}

function transferTitle(pull: WatchedPull | undefined): string {
  return `${pull?.push ? 'Push' : 'Pull'} ${displayText(pull?.reference ?? '')}`;
}

function helpModel(state: AppState, top: number): DialogModel {
  const lines = helpLines(state);
  const shown = lines.slice(top, top + pageRows(state));
  const position = shown.length < lines.length ? `${top + 1}-${top + shown.length} of ${lines.length}` : '';
  return { kind: 'help', lines: shown, position };
}

function menuModel(state: AppState, menu: Menu): DialogModel {
  const items = menuItems(menu);
  const room = Math.max(1, pageRows(state) - (menu.query ? 2 : 0));
  const top = Math.max(0, Math.min(menu.index - Math.floor(room / 2), items.length - room));
  return {
    kind: 'menu',
    title: displayText(menu.title),
    items: items.slice(top, top + room).map(({ label, note, reason }, index) => ({
      index: top + index,
      label: displayText(label),
      note: displayText(note),
      marked: top + index === menu.index,
      reason: reason && displayText(reason),
    })),
    position: items.length > room ? `${Math.min(menu.index + 1, items.length)} of ${items.length}` : '',
    query: menu.query,
  };
}

function promptModel({ title, label, field, note, problem }: Prompt, size: TerminalSize): DialogModel {
  const { text, cursor } = field;
  return {
    kind: 'prompt',
    title: displayText(title),
    field: {
      name: undefined,
      label,
      text: displayText(text),
      cursor,
      active: true,
      isProposal: field.isProposal ?? false,
      note,
      isChoice: false,
      problem: problem !== undefined,
    },
    choices: choicesModel(field, size),
    problem: problem && displayText(problem),
  };
}

/** As many as leave the lines around them in sight. */
function choicesModel({ choices }: TextField, { rows }: TerminalSize): ChoicesModel | undefined {
  if (!choices) return undefined;
  const { names, index } = choices;
  const room = Math.max(2, Math.min(mostChoices, rows - linesBesideChoices));
  const top = Math.max(0, Math.min((index ?? 0) - Math.floor(room / 2), names.length - room));
  return {
    names: names.slice(top, top + room).map((name, place) => {
      return { index: top + place, text: displayText(name), marked: top + place === index };
    }),
    position: names.length > room ? `${(index ?? 0) + 1} of ${names.length}` : '',
  };
}

function pageModel(state: AppState, title: string, wantedTop: number): DialogModel {
  const lines = pageLines(state);
  const room = pageRows(state);
  const top = Math.max(0, Math.min(wantedTop, lines.length - room));
  const position = lines.length > room ? `${top + 1}-${Math.min(top + room, lines.length)} of ${lines.length}` : '';
  return { kind: 'page', title, lines: lines.slice(top, top + room), position };
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
  env: 'Variables',
  ports: 'Ports',
  network: 'Network',
  mounts: 'Mounts',
  memory: 'Memory',
  cpus: 'CPUs',
  pids: 'Processes',
  restart: 'Restart',
  userns: 'Users',
  labels: 'Labels',
  tty: 'Terminal',
};

/** Said where nothing is typed. */
const notes: Readonly<Record<Exclude<CreateField, 'command' | 'tty'>, string>> = {
  image: 'an image, or a root directory such as /srv/rootfs',
  name: 'letters, digits, _ . -',
  env: 'KEY=value KEY=value',
  ports: '8080:80 127.0.0.1:5353:53/udp',
  network: 'the default one, or a name, none, host',
  mounts: '/on/the/host:/in/it[:ro] volume:/in/it ...',
  memory: 'no limit, or 512m, 2g',
  cpus: 'no limit, or 1.5',
  pids: 'no limit, or how many',
  restart: 'no, on-failure[:N], always, unless-stopped',
  userns: "the host's, or auto for nobody's, auto:size=N, HOSTID:SIZE",
  labels: 'key=value key=value',
};

const editNotes: Readonly<Partial<Record<CreateField, string>>> = {
  memory: 'as it is; or 512m, 2g, -1 for no limit',
  cpus: 'as it is; or 1.5, -1 for no limit',
  pids: 'as it is; or how many, -1 for no limit',
  restart: 'as it is; or no, on-failure[:N], always, unless-stopped',
  labels: 'key=value to set, key- to take away',
};

/** Names shown at once below a path; the frame and the lines of a prompt are beside them. */
const mostChoices = 8;
const linesBesideChoices = 7;

/** Images shown at once; more can be reached by going on. */
const shownImages = 4;

function createModel(form: CreateForm, state: AppState): DialogModel {
  const { editing } = form;
  return {
    kind: 'create',
    title: editing ? `Change ${displayText(editing.name)}` : 'New container',
    fields: fieldsOf(form).map((field) => (field === 'tty' ? ttyField(form) : textFieldModel(form, field))),
    images: form.active === 'image' && !isPath(form.image.text) ? imageChoices(form) : [],
    choices: form.active === 'tty' ? undefined : choicesModel(form[form.active], state.size),
    status: form.submitting ? 'Creating and starting …' : '',
    problem: form.problem && {
      text: displayText(form.problem.text),
      hint: form.problem.hint && displayText(form.problem.hint),
    },
    line: displayText(formLine(form, state)),
  };
}

/** Empty while the form cannot be read. */
function formLine(form: CreateForm, state: AppState): string {
  const { socketPath } = state;
  if (form.editing) {
    const update = updateOf(form);
    return update.ok ? conmanctlLine(updateWords(update.value, form.editing.name), socketPath) : '';
  }
  const options = createdBy(form, state);
  return options.ok ? conmanctlLine(runWords(options.value), socketPath) : '';
}

function textFieldModel(form: CreateForm, field: TextFieldName): FieldModel {
  const note = field === 'command' ? commandNote(form) : ((form.editing && editNotes[field]) ?? notes[field]);
  return {
    name: field,
    label: labels[field],
    text: displayText(form[field].text),
    cursor: form.active === field ? form[field].cursor : undefined,
    active: form.active === field,
    isProposal: form[field].isProposal ?? false,
    note,
    isChoice: false,
    problem: form.problem?.field === field,
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
  return {
    name: 'tty',
    label: labels.tty,
    text,
    cursor: undefined,
    active,
    isProposal: false,
    note,
    isChoice: true,
    problem: false,
  };
}

function imageChoices(form: CreateForm): readonly ImageChoice[] {
  const images = matchingImages(form);
  const index = images.findIndex(({ name }) => name === form.image.text);
  const first = Math.max(0, Math.min(index - 1, images.length - shownImages));
  return images.slice(first, first + shownImages).map((image) => ({
    name: displayText(image.name),
    value: image.name,
    note: displayText(image.command.join(' ')),
    chosen: image.name === form.image.text,
  }));
}
