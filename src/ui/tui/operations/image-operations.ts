import { loadImages, saveImages } from './image-archives.ts';
import { doneWith, freed, noResult, type OperationRows } from './operation.ts';

export type ImageOperation =
  | { readonly kind: 'list-images' }
  | { readonly kind: 'pull-image'; readonly name: string }
  | { readonly kind: 'cancel-pull'; readonly pullId: string; readonly name: string }
  | {
      readonly kind: 'push-image';
      readonly itemId: string;
      readonly name: string;
      /** Names the registry too. */
      readonly target: string;
    }
  | { readonly kind: 'tag-image'; readonly itemId: string; readonly name: string; readonly newName: string }
  | {
      readonly kind: 'save-images';
      /** `alpine`, or `3 images`. */
      readonly name: string;
      readonly images: readonly string[];
      /** Absolute, on the host: a new file, or a directory to put it in. */
      readonly target: string;
    }
  | {
      readonly kind: 'load-images';
      /** Absolute, on the host: an archive, or a directory laid out as one. */
      readonly source: string;
      /** What to call an image that has no name in it. */
      readonly imageName: string | undefined;
    }
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
  'push-image': {
    ...{ plain: 'push', going: 'pushing', isHarmless: true, isCancellable: true },
    command: ({ name, target }) => ['image', 'push', name, ...(target === name ? [] : [target])],
    async run(engine, { name, target }, { news, abort }) {
      for await (const progress of engine.pushImage(name, target, abort)) news(progress);
      return noResult;
    },
  },
  'tag-image': {
    ...{ plain: 'name', going: 'naming' },
    command: ({ name, newName }) => ['image', 'tag', name, newName],
    run: (engine, { name, newName }) => doneWith(engine.tagImage(name, newName)),
  },
  'save-images': {
    ...{ plain: 'save', going: 'saving', isHarmless: true, isCancellable: true },
    command: ({ images, target }) => ['image', 'save', '--file', target, ...images],
    run: (engine, operation, tools) => saveImages(engine, operation, tools),
  },
  'load-images': {
    ...{ plain: 'load images', going: 'loading images', isCancellable: true },
    command: ({ source, imageName }) => [
      ...['image', 'load', ...(imageName === undefined ? [] : ['--name', imageName])],
      source,
    ],
    run: (engine, operation, tools) => loadImages(engine, operation, tools),
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
