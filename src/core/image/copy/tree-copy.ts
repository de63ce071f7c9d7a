import { archiveTree } from '../archive/tree-archive.ts';
import { LayerExtractor } from '../unpack/layer-extractor.ts';
import { TarReader } from '../unpack/tar-reader.ts';

export interface TreeCopyTask {
  /** Directories of overlayfs, top first. */
  readonly layers: readonly string[];
  /** An empty directory. */
  readonly target: string;
}

/** Copies what layers show together. As an archive that is never written down: owners, links and attributes are in it. */
export function copyTree({ layers, target }: TreeCopyTask): void {
  const extractor = new LayerExtractor({ target, maxBytes: Number.POSITIVE_INFINITY });
  const reader = new TarReader(extractor);
  try {
    archiveTree({ layers, form: 'merged', leftOut: [] }, ({ buffer, byteOffset, byteLength }) =>
      reader.push(Buffer.from(buffer, byteOffset, byteLength)),
    );
    reader.finish();
    extractor.settle([]);
  } catch (error) {
    extractor.abandon();
    throw error;
  }
}
