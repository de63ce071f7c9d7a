import type { ImageSummary } from '../../../core/api/index.ts';
import type { LocalPlaces } from '../../input/local-path.ts';
import { suggestedName } from '../../words/suggested-name.ts';
import { createdBy, namePattern, updateOf } from './form-values.ts';
import { withoutChoices } from './path-completion.ts';
import { emptyTextField, proposal, type TextField, textField } from './text-field.ts';

/** Fields that are typed, in the order of the form; `tty` is ticked. */
export const textFields = [
  'image',
  'name',
  'command',
  'env',
  'ports',
  'network',
  'mounts',
  'memory',
  'cpus',
  'pids',
  'restart',
  'userns',
  'labels',
] as const;
export type TextFieldName = (typeof textFields)[number];
export type CreateField = TextFieldName | 'tty';

/** What everybody fills in comes first. */
export const createFields: readonly CreateField[] = [...textFields.slice(0, 3), 'tty', ...textFields.slice(3)];
/** What can be changed of a container that is there. */
export const editFields: readonly CreateField[] = ['memory', 'cpus', 'pids', 'restart', 'labels'];

export interface FormProblem {
  /** The field to mend, when it is one. */
  readonly field: CreateField | undefined;
  readonly text: string;
  readonly hint: string | undefined;
}

/** The form for a new container, and for changing those that are there. */
export interface CreateForm extends Readonly<Record<TextFieldName, TextField>> {
  /** The containers that it changes; undefined for a new one. */
  readonly editing: { readonly ids: readonly string[]; readonly name: string } | undefined;
  /** Once touched, the name no longer follows the image. */
  readonly nameEdited: boolean;
  readonly tty: boolean;
  readonly active: CreateField;
  /** Undefined until the engine has told. */
  readonly images: readonly ImageSummary[] | undefined;
  readonly problem: FormProblem | undefined;
  /** While the engine is at it, the form takes no keys but Esc. */
  readonly submitting: boolean;
}

const emptyTexts = Object.fromEntries(textFields.map((name) => [name, emptyTextField])) as Record<
  TextFieldName,
  TextField
>;

export const emptyCreateForm: CreateForm = {
  ...emptyTexts,
  editing: undefined,
  nameEdited: false,
  // An interactive shell is what a newcomer's first container runs; without a terminal it would end at once.
  tty: true,
  active: 'image',
  images: undefined,
  problem: undefined,
  submitting: false,
};

/** Nothing is changed of what is left empty. */
export function editForm(ids: readonly string[], name: string): CreateForm {
  return { ...emptyCreateForm, editing: { ids, name }, active: 'memory', images: [] };
}

export function fieldsOf(form: CreateForm): readonly CreateField[] {
  return form.editing ? editFields : createFields;
}

export function withText(
  form: CreateForm,
  field: TextFieldName,
  value: TextField,
  takenNames: ReadonlySet<string>,
): CreateForm {
  const edited = value.text !== form[field].text;
  const next: CreateForm = { ...form, [field]: value, problem: edited ? undefined : form.problem };
  if (field === 'name') return { ...next, nameEdited: form.nameEdited || edited };
  if (field === 'image' && edited && !form.nameEdited) {
    return { ...next, name: proposal(suggestedName(value.text, takenNames)) };
  }
  return next;
}

/** The images that the text of the image field can still become. */
export function matchingImages(form: CreateForm): readonly ImageSummary[] {
  const text = form.image.text;
  const images = form.images ?? [];
  return images.some((image) => image.name === text) ? images : images.filter((image) => image.name.startsWith(text));
}

/** The images have come: an untouched form starts with the first one, so that Enter alone runs something. */
export function withImages(
  form: CreateForm,
  images: readonly ImageSummary[],
  takenNames: ReadonlySet<string>,
): CreateForm {
  const next = { ...form, images };
  const first = images[0];
  return first && form.image.text === '' ? withText(next, 'image', proposal(first.name), takenNames) : next;
}

const choices: Readonly<Partial<Record<CreateField, readonly string[]>>> = {
  restart: ['no', 'on-failure', 'always', 'unless-stopped'],
  userns: ['host', 'auto'],
};

/** What the arrows go through in a field; none where they go to the next one. */
export function choicesOf(form: CreateForm): readonly string[] {
  if (form.active === 'image') return matchingImages(form).map(({ name }) => name);
  return choices[form.active] ?? [];
}

/** The next or previous choice instead of what the field says. */
export function withNextChoice(form: CreateForm, step: 1 | -1, takenNames: ReadonlySet<string>): CreateForm {
  const choices = choicesOf(form);
  const { active } = form;
  if (choices.length === 0 || active === 'tty') return form;
  const index = choices.indexOf(form[active].text);
  const choice = choices[(index + step + choices.length) % choices.length] ?? choices[0];
  return choice === undefined ? form : withText(form, active, textField(choice), takenNames);
}

/** What a path can become is shown no more. */
export function closeChoices(form: CreateForm): CreateForm {
  return form.active === 'tty' ? form : { ...form, [form.active]: withoutChoices(form[form.active]) };
}

/** Moves to the field `step` away, round the ends; leaving the image field completes an unambiguous beginning. */
export function withNextField(form: CreateForm, step: 1 | -1, takenNames: ReadonlySet<string>): CreateForm {
  const fields = fieldsOf(form);
  const index = fields.indexOf(form.active);
  const active = fields[(index + step + fields.length) % fields.length] ?? form.active;
  const choices = matchingImages(form);
  const completes = form.active === 'image' && form.image.text !== '' && choices.length === 1 && choices[0];
  return {
    ...(completes ? withText(form, 'image', textField(completes.name), takenNames) : closeChoices(form)),
    active,
  };
}

/** The first thing that is wrong, as far as it can be known without the engine. */
export function findProblem(
  form: CreateForm,
  takenNames: ReadonlySet<string>,
  places: LocalPlaces,
): FormProblem | undefined {
  if (form.editing) {
    const update = updateOf(form);
    if (!update.ok) return update.problem;
    return Object.keys(update.value).length > 0
      ? undefined
      : { field: undefined, text: 'nothing is to be changed', hint: 'type a new value, or Esc' };
  }
  if (form.image.text.trim() === '') {
    return { field: 'image', text: 'no image', hint: 'name an image, or a root directory such as /srv/rootfs' };
  }
  if (!namePattern.test(form.name.text)) {
    return {
      field: 'name',
      text: 'not a name',
      hint: '1 to 64 letters, digits, _ . -, beginning with a letter or digit',
    };
  }
  if (takenNames.has(form.name.text)) {
    return { field: 'name', text: 'the name is taken', hint: `${suggestedName(form.image.text, takenNames)} is free` };
  }
  const options = createdBy(form, places);
  return options.ok ? undefined : options.problem;
}
