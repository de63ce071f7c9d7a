import { doneWith, type OperationRows } from './operation.ts';

export type ImageOperation =
  | { readonly kind: 'list-images' }
  | { readonly kind: 'remove-image'; readonly itemId: string; readonly name: string };

export const imageOperationRows: OperationRows<ImageOperation> = {
  'list-images': {
    ...{ plain: 'list the images', going: 'listing the images', isReading: true },
    run: async (engine) => ({ kind: 'images', images: await engine.listImages() }),
  },
  'remove-image': {
    ...{ plain: 'remove the image', going: 'removing' },
    command: ({ name }) => ['image', 'remove', name],
    run: (engine, { name }) => doneWith(engine.removeImage(name)),
  },
};
