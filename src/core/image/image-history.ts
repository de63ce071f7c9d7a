import type { ImageHistoryEntry } from '../api/image.ts';
import type { ImageContent } from './image-content.ts';
import type { ImageRecord } from './image-records.ts';

/** How an image was made, newest step first. Steps that nobody wrote down are there when they made a layer. */
export function historyOf({ config }: Pick<ImageContent, 'config'>, { layers }: ImageRecord): ImageHistoryEntry[] {
  const steps = config.history ?? [];
  const pending = [...layers];
  const take = (): Pick<ImageHistoryEntry, 'digest' | 'sizeBytes'> => {
    const layer = pending.shift();
    return { digest: layer?.digest ?? '', sizeBytes: layer?.sizeBytes ?? 0 };
  };
  // What is written down is about the upper layers: whoever added one wrote a step, perhaps over an image without any.
  const writtenLayers = steps.filter(({ empty_layer: isEmpty }) => isEmpty !== true).length;
  const unwritten = Array.from({ length: Math.max(0, layers.length - writtenLayers) }, () => ({
    createdAt: '',
    createdBy: '',
    comment: '',
    ...take(),
  }));
  const written = steps.map(({ created, created_by, comment, empty_layer }) => ({
    createdAt: created ?? '',
    createdBy: created_by ?? '',
    comment: comment ?? '',
    ...(empty_layer === true ? { digest: '', sizeBytes: 0 } : take()),
  }));
  return [...unwritten, ...written].toReversed();
}
