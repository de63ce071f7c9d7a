import { join } from 'node:path';
import type { UnixClock } from '../host/clock.ts';
import { listDirectory } from '../host/directories.ts';
import { BlobStore } from './content/blob-store.ts';
import { type Discarding, LayerStore } from './content/layer-store.ts';
import { ImageInstaller } from './image-installer.ts';
import { ImageRecords } from './image-records.ts';
import { Leases } from './leases.ts';

/** What everything that deals with images is put together from. */
export interface ImageParts {
  /** `<lib-root>/images` */
  readonly directory: string;
  /** Where things are that are not whole yet. */
  readonly ingest: string;
  readonly records: ImageRecords;
  readonly blobs: BlobStore;
  readonly layers: LayerStore;
  readonly leases: Leases;
  readonly installer: ImageInstaller;
  readonly clock: UnixClock;
  readonly trash: Discarding;
}

/** Makes the directories, and clears away what an interrupted conmand was in the middle of. */
export async function openImageParts(directory: string, clock: UnixClock, trash: Discarding): Promise<ImageParts> {
  const ingest = join(directory, 'ingest');
  const records = new ImageRecords(join(directory, 'references'));
  const blobs = new BlobStore(join(directory, 'blobs'), ingest);
  const layers = new LayerStore(join(directory, 'layers'), ingest, trash);
  const leases = new Leases();
  await Promise.all([records.open(), blobs.open(), layers.open()]);
  // Archives that were being loaded.
  const leftOver = (await listDirectory(ingest)).filter((name) => name.startsWith('load-'));
  for (const name of leftOver) await trash.discard(join(ingest, name));
  const installer = new ImageInstaller({ blobs, layers, records, leases, clock });
  return { directory, ingest, records, blobs, layers, leases, installer, clock, trash };
}
