import type { ImageOperations } from '../../api/image-operations.ts';
import { imageToWire, pullToWire } from '../convert-image.ts';
import type { ConmanServer, PullImageRequest } from '../generated/conman.ts';
import { estimatedEventBytes, streaming, unary } from './handlers.ts';

export function imageMethods(engine: ImageOperations) {
  return {
    listImages: unary(async () => ({ images: (await engine.listImages()).map(imageToWire) })),
    inspectImage: unary(async ({ image }) => ({ json: JSON.stringify(await engine.inspectImage(image)) })),
    pullImage: streaming(
      (request, abort) => pullImage(engine, request, abort),
      () => estimatedEventBytes,
    ),
    removeImage: unary(async ({ image }) => {
      await engine.removeImage(image);
      return {};
    }),
  } satisfies Partial<ConmanServer>;
}

async function* pullImage(engine: ImageOperations, { reference, platform }: PullImageRequest, abort: AbortSignal) {
  const options = platform === '' ? {} : { platform };
  for await (const progress of engine.pullImage(reference, options, abort)) yield pullToWire(progress);
}
