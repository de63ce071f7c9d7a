import type { ImageSummary } from '../api/image.ts';
import type { LayerState, PullProgress } from '../api/image-transfer.ts';
import type * as wire from './generated/conman.ts';

const layerStates: readonly LayerState[] = ['waiting', 'downloading', 'unpacking', 'verified', 'done'];

export function imageToWire(image: ImageSummary): wire.Image {
  return { ...image, sizeBytes: BigInt(image.sizeBytes) };
}

export function imageFromWire(image: wire.Image): ImageSummary {
  return { ...image, sizeBytes: Number(image.sizeBytes) };
}

export function pullToWire(progress: PullProgress): wire.PullProgress {
  switch (progress.kind) {
    case 'resolved': {
      const { name, digest, platform } = progress;
      const layers = progress.layers.map((layer) => ({ digest: layer.digest, sizeBytes: BigInt(layer.sizeBytes) }));
      return { kind: { $case: 'resolved', value: { name, digest, platform, layers } } };
    }
    case 'layer': {
      const { digest, state, doneBytes } = progress;
      return { kind: { $case: 'layer', value: { digest, state, doneBytes: BigInt(doneBytes) } } };
    }
    case 'done': {
      const { image, changed } = progress;
      return { kind: { $case: 'done', value: { image: imageToWire(image), changed } } };
    }
  }
}

/** Undefined for news of a kind that only a newer daemon knows. */
export function pullFromWire({ kind }: wire.PullProgress): PullProgress | undefined {
  switch (kind?.$case) {
    case 'resolved': {
      const { name, digest, platform } = kind.value;
      const layers = kind.value.layers.map((layer) => ({ digest: layer.digest, sizeBytes: Number(layer.sizeBytes) }));
      return { kind: 'resolved', name, digest, platform, layers };
    }
    case 'layer': {
      const state = layerStates.find((known) => known === kind.value.state);
      const { digest, doneBytes } = kind.value;
      return state && { kind: 'layer', digest, state, doneBytes: Number(doneBytes) };
    }
    case 'done': {
      const { image, changed } = kind.value;
      return image && { kind: 'done', image: imageFromWire(image), changed };
    }
    default:
      return undefined;
  }
}
