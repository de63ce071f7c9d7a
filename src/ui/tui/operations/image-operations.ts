import { doneWith, freed, type OperationRows } from './operation.ts';

export type ImageOperation =
  | { readonly kind: 'list-images' }
  | { readonly kind: 'pull-image'; readonly name: string }
  | { readonly kind: 'cancel-pull'; readonly pullId: string; readonly name: string }
  | { readonly kind: 'tag-image'; readonly itemId: string; readonly name: string; readonly newName: string }
  | { readonly kind: 'remove-image'; readonly itemId: string; readonly name: string }
  /** What would go, for the question that comes before. */
  | { readonly kind: 'try-prune-images'; readonly all: boolean }
  | { readonly kind: 'prune-images'; readonly all: boolean };

export const imageOperationRows: OperationRows<ImageOperation> = {
  'list-images': {
    ...{ plain: 'list the images', going: 'listing the images', isReading: true },
    run: async (engine) => ({ kind: 'images', images: await engine.listImages() }),
  },
  'pull-image': {
    ...{ plain: 'pull', going: 'asking for' },
    command: ({ name }) => ['image', 'pull', name],
    // It belongs to conmand from now on: neither the dialog nor this program has to stay for it.
    run: async (engine, { name }) => ({ kind: 'pull', pull: await engine.startPull(name) }),
  },
  'cancel-pull': {
    ...{ plain: 'cancel the pull of', going: 'cancelling the pull of' },
    run: (engine, { pullId }) => doneWith(engine.cancelPull(pullId)),
  },
  'tag-image': {
    ...{ plain: 'name', going: 'naming' },
    command: ({ name, newName }) => ['image', 'tag', name, newName],
    run: (engine, { name, newName }) => doneWith(engine.tagImage(name, newName)),
  },
  'remove-image': {
    ...{ plain: 'remove the image', going: 'removing' },
    command: ({ name }) => ['image', 'remove', name],
    run: (engine, { name }) => doneWith(engine.removeImage(name)),
  },
  'try-prune-images': {
    ...{ plain: 'look for what nobody needs', going: 'looking for what nobody needs', isReading: true },
    run: async (engine, { all }) => ({
      kind: 'prune',
      items: await engine.pruneImages({ all, dryRun: true }),
      operation: { kind: 'prune-images', all },
    }),
  },
  'prune-images': {
    ...{ plain: 'remove what nobody needs', going: 'removing what nobody needs' },
    command: ({ all }) => ['image', 'prune', ...(all ? ['--all'] : [])],
    async run(engine, { all }) {
      return freed(await engine.pruneImages({ all }));
    },
  },
};
