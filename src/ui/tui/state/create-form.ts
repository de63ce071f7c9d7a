import type { CreateContainerOptions, ImageSummary } from '../../../core/api/index.ts';
import { splitShellWords } from '../present/shell-words.ts';
import { suggestedName } from './suggested-name.ts';
import { emptyTextField, type TextField, textField } from './text-field.ts';

export const createFields = ['image', 'name', 'command', 'tty'] as const;
export type CreateField = (typeof createFields)[number];

export interface FormProblem {
  /** The field to mend, when it is one. */
  readonly field: CreateField | undefined;
  readonly text: string;
  readonly hint: string | undefined;
}

export interface CreateForm {
  readonly image: TextField;
  readonly name: TextField;
  /** Once touched, the name no longer follows the image. */
  readonly nameEdited: boolean;
  readonly command: TextField;
  readonly tty: boolean;
  readonly active: CreateField;
  /** Undefined until the engine has told. */
  readonly images: readonly ImageSummary[] | undefined;
  readonly problem: FormProblem | undefined;
  /** While the engine is at it, the form takes no keys but Esc. */
  readonly submitting: boolean;
}

export const emptyCreateForm: CreateForm = {
  image: emptyTextField,
  name: emptyTextField,
  nameEdited: false,
  command: emptyTextField,
  // An interactive shell is what a newcomer's first container runs; without a terminal it would end at once.
  tty: true,
  active: 'image',
  images: undefined,
  problem: undefined,
  submitting: false,
};

type TextFieldName = 'image' | 'name' | 'command';

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
    return { ...next, name: textField(suggestedName(value.text, takenNames)) };
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
  return first && form.image.text === '' ? withText(next, 'image', textField(first.name), takenNames) : next;
}

/** The next or previous image instead of what the image field says. */
export function withNextImage(form: CreateForm, step: 1 | -1, takenNames: ReadonlySet<string>): CreateForm {
  const choices = matchingImages(form);
  if (choices.length === 0) return form;
  const index = choices.findIndex((image) => image.name === form.image.text);
  const choice = choices[(index + step + choices.length) % choices.length] ?? choices[0];
  return choice ? withText(form, 'image', textField(choice.name), takenNames) : form;
}

/** Moves to the field `step` away, round the ends; leaving the image field completes an unambiguous beginning. */
export function withNextField(form: CreateForm, step: 1 | -1, takenNames: ReadonlySet<string>): CreateForm {
  const index = createFields.indexOf(form.active);
  const active = createFields[(index + step + createFields.length) % createFields.length] ?? 'image';
  const choices = matchingImages(form);
  const completes = form.active === 'image' && form.image.text !== '' && choices.length === 1 && choices[0];
  return {
    ...(completes ? withText(form, 'image', textField(completes.name), takenNames) : form),
    active,
  };
}

const namePattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}$/;

/** The first thing that is wrong, as far as it can be known without the engine. */
export function findProblem(form: CreateForm, takenNames: ReadonlySet<string>): FormProblem | undefined {
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
  const command = splitShellWords(form.command.text);
  return command.ok ? undefined : { field: 'command', text: command.problem, hint: undefined };
}

/** What the form asks for; undefined while its command line cannot be read. */
export function createOptions(form: CreateForm): CreateContainerOptions | undefined {
  const command = splitShellWords(form.command.text);
  if (!command.ok) return undefined;
  return {
    name: form.name.text,
    image: form.image.text.trim(),
    command: command.words,
    // A terminal nobody can type into is of no use, and without one stdin would only hold `cat`-like programs open.
    tty: form.tty,
    stdin: form.tty,
  };
}
