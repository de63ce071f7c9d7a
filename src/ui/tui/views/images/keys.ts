import type { ImageSummary } from '../../../../core/api/index.ts';
import type { ViewBinding } from '../../keys/binding.ts';
import { noConnection } from '../../keys/reasons.ts';
import { operate } from '../../state/intent.ts';
import { pendingOperation } from '../../state/selectors.ts';

export const imageBindings: readonly ViewBinding<ImageSummary>[] = [
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
];
