import type { ImageSummary } from '../../../../core/api/index.ts';
import type { CoreBinding, ViewBinding } from '../../keys/binding.ts';
import { noConnection, noPull } from '../../keys/reasons.ts';
import type { AppState } from '../../state/app-state.ts';
import type { Dialog } from '../../state/dialog.ts';
import { type Intent, operate } from '../../state/intent.ts';
import { pendingOperation } from '../../state/selectors.ts';
import { emptyTextField, textField } from '../../state/text-field.ts';
import { opening, pruneKey } from '../opening-key.ts';
import { loadPrompt, savePrompt } from './archive-prompts.ts';
import { createForm } from './create-form.ts';
import { pruneMenu } from './prune-menu.ts';

const pullPrompt: Dialog = {
  ...{ kind: 'prompt', title: 'Pull an image', label: 'Name', field: emptyTextField, problem: undefined },
  note: 'alpine:3, ghcr.io/owner/name:tag, 127.0.0.1:5000/name',
  answer: (text) =>
    /^\S+$/.test(text) ? operate({ kind: 'pull-image', name: text }) : 'a name without blanks is needed',
};

function tagPrompt({ name }: ImageSummary): Dialog {
  return {
    ...{ kind: 'prompt', title: `Another name for ${name}`, label: 'Name', field: textField(''), problem: undefined },
    note: 'such as backup/alpine:old',
    answer: (text) =>
      /^\S+$/.test(text)
        ? operate({ kind: 'tag-image', itemId: name, name, newName: text })
        : 'a name without blanks is needed',
  };
}

function pushPrompt({ name }: ImageSummary): Dialog {
  return {
    ...{ kind: 'prompt', title: `Push ${name}`, label: 'To', field: textField(name), problem: undefined },
    note: 'a name that begins with its registry: ghcr.io/owner/name:tag',
    answer: (text) =>
      /^\S+$/.test(text) ? { kind: 'push', image: name, target: text } : 'a name without blanks is needed',
  };
}

const onlyOne =
  (what: string) =>
  (state: AppState, images: readonly ImageSummary[]): string | undefined =>
    noConnection(state) ?? (images.length > 1 ? `only one ${what} at a time` : undefined);

function withOne([image]: readonly ImageSummary[], dialog: (image: ImageSummary) => Dialog): Intent {
  return image
    ? { kind: 'open', dialog: dialog(image) }
    : { kind: 'tell', severity: 'warning', text: 'no image is selected' };
}

export const imageBindings: readonly (CoreBinding | ViewBinding<ImageSummary>)[] = [
  {
    name: 'pull',
    chords: ['p'],
    description: 'pull an image; it goes on when this is closed',
    hint: 'pull',
    ...opening(() => pullPrompt),
  },
  {
    context: 'images',
    chords: ['w'],
    action: 'pull-show',
    description: 'how the newest pull or push goes on',
    disabled: noPull,
  },
  {
    name: 'create',
    chords: ['n'],
    description: 'create a container of it and start it',
    hint: 'new container',
    changes: true,
    disabled: onlyOne('container is made'),
    act: (state, images) => withOne(images, (image) => createForm(state, image)),
  },
  {
    name: 'push',
    chords: ['u'],
    description: 'push it to a registry (asks where)',
    disabled: onlyOne('is pushed'),
    act: (_, images) => withOne(images, pushPrompt),
  },
  {
    name: 'save',
    chords: ['s'],
    description: 'save it to an archive, which conman and docker load (asks where)',
    hint: 'save',
    disabled: noConnection,
    act: (state, images) => ({ kind: 'open', dialog: savePrompt(state, images) }),
  },
  {
    name: 'load',
    chords: ['l'],
    description: 'load images from an archive (asks which)',
    ...opening(loadPrompt),
  },
  {
    name: 'tag',
    chords: ['t'],
    description: 'give it one more name',
    hint: 'tag',
    changes: true,
    disabled: onlyOne('can be named'),
    act: (_, images) => withOne(images, tagPrompt),
  },
  {
    name: 'remove',
    chords: ['d'],
    description: 'remove it (asks)',
    hint: 'remove',
    changes: true,
    disabled: (state, images) =>
      noConnection(state) ??
      (images.every(({ name }) => pendingOperation(state, name)) ? 'it is being removed' : undefined),
    act: (_, images) => ({
      kind: 'open',
      dialog: {
        kind: 'confirm',
        question: images.length === 1 ? `Remove the image ${images[0]?.name}?` : `Remove ${images.length} images?`,
        consequences: [
          ...(images.length === 1 ? [] : [images.map(({ name }) => name).join(', ')]),
          'It has to be pulled again to be used again. Layers that other images need stay.',
          'An image that a container is made of is kept.',
        ],
        verb: 'Remove',
        yes: false,
        choice: operate(...images.map(({ name }) => ({ kind: 'remove-image', itemId: name, name }) as const)),
      },
    }),
  },
  pruneKey(pruneMenu, 'remove what nobody needs; says first what that frees, and asks'),
];
