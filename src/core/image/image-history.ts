import type { ImageHistoryEntry } from '../api/image.ts';
import type { ImageContent } from './image-content.ts';
import type { ImageRecord } from './image-records.ts';

/** How an image was made, newest step first. Steps that nobody wrote down are there when they made a layer. */
export function historyOf({ config }: Pick<ImageContent, 'config'>, { layers }: ImageRecord): ImageHistoryEntry[] {
  const pending = [...layers];
  const take = (): Pick<ImageHistoryEntry, 'digest' | 'sizeBytes'> => {
    const layer = pending.shift();
    return { digest: layer?.digest ?? '', sizeBytes: layer?.sizeBytes ?? 0 };
  };
  const written = (config.history ?? []).map(({ created, created_by, comment, empty_layer }) => ({
    createdAt: created ?? '',
    createdBy: created_by ?? '',
    comment: comment ?? '',
    ...(empty_layer === true ? { digest: '', sizeBytes: 0 } : take()),
  }));
  const unwritten = pending.map(({ digest, sizeBytes }) => ({
    createdAt: '',
    createdBy: '',
    comment: '',
    digest,
    sizeBytes,
  }));
  return [...written, ...unwritten].toReversed();
}
