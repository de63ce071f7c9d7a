import type { ImageOperations } from '../../api/image-operations.ts';
import type { Containers } from '../../container/containers.ts';

export function imagePart(containers: Containers): ImageOperations {
  return {
    listImages: () => containers.listImages(),
    inspectImage: (image) => containers.inspectImage(image),
    pullImage: (reference, options = {}, abort = new AbortController().signal) =>
      containers.pullImage(reference, options, abort),
    removeImage: (image) => containers.removeImage(image),
  };
}
