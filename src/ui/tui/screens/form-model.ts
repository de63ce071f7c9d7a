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
import { createdBy, updateOf } from '../state/form-values.ts';
import { type ChoicesModel, choicesModel, type FieldModel } from './field-model.ts';

export interface ImageChoice {
  readonly name: string;
  /** As the form takes it. */
  readonly value: string;
  readonly note: string;
  readonly chosen: boolean;
}

/** The form for a new container, or for changes of one. */
export interface FormModel {
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

/** Images shown at once; more can be reached by going on. */
const shownImages = 4;

export function formModel(form: CreateForm, state: AppState): FormModel {
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
