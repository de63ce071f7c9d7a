import type { ImageOperations } from '../../api/image-operations.ts';
import { imageFromWire, pullFromWire } from '../convert-image.ts';
import { parseInspection } from './answers.ts';
import type { Calls } from './calls.ts';

export function imageClient(calls: Calls): ImageOperations {
  return {
    async listImages() {
      const { images } = await calls.unary(calls.rpc.listImages, {});
      return images.map(imageFromWire);
    },

    async inspectImage(image: string) {
      const { json } = await calls.unary(calls.rpc.inspectImage, { image });
      return parseInspection(json);
    },

    async *pullImage(
      reference: string,
      options: Parameters<ImageOperations['pullImage']>[1] = {},
      abort?: AbortSignal,
    ) {
      const call = calls.rpc.pullImage({ reference, platform: options.platform ?? '' });
      for await (const message of calls.responses(call, abort)) {
        const progress = pullFromWire(message);
        if (progress !== undefined) yield progress;
      }
    },

    async removeImage(image: string) {
      await calls.unary(calls.rpc.removeImage, { image });
    },
  };
}
