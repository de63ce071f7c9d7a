import { createHash } from 'node:crypto';
import { expectDigest } from '../digest.ts';
import { decompressFile } from './decompress.ts';
import { LayerExtractor } from './layer-extractor.ts';
import { malformedLayer } from './malformed-layer.ts';
import { TarReader } from './tar-reader.ts';

/** What a thread needs to know to unpack a layer. */
export interface LayerTask {
  /** The verified blob. */
  readonly blobPath: string;
  readonly blobBytes: number;
  /** Digest of the archive before compression, as the image's configuration has it. */
  readonly diffId: string;
  /** An empty directory. */
  readonly target: string;
  /** Directories of the layers below, top first. */
  readonly lower: readonly string[];
  /** Content beyond this many bytes is a bomb; by the size of the blob when absent. */
  readonly maxBytes?: number;
}

export interface LayerProgress {
  /** Unpacked so far, as an archive. */
  readonly archiveBytes: number;
  /** Bytes in files. */
  readonly sizeBytes: number;
}

/** Layers of this size need no excuse; larger ones must not be made of next to nothing. */
const unsuspiciousBytes = 1024 ** 3;
const maxRatio = 250;
const maxLayerBytes = 256 * 1024 ** 3;
const reportBytes = 4 * 1024 * 1024;

/** Unpacks a layer, checking what the configuration says of it. Throws `data-loss` for one that is damaged or hostile. */
export async function extractLayer(task: LayerTask, report: (progress: LayerProgress) => void): Promise<void> {
  const { algorithm } = expectDigest(task.diffId);
  const hash = createHash(algorithm);
  const maxBytes = task.maxBytes ?? Math.min(maxLayerBytes, Math.max(unsuspiciousBytes, maxRatio * task.blobBytes));
  const extractor = new LayerExtractor({ target: task.target, lower: task.lower, maxBytes });
  const reader = new TarReader(extractor);
  let archiveBytes = 0;
  let reported = 0;
  try {
    await decompressFile(task.blobPath, task.blobBytes, (chunk) => {
      archiveBytes += chunk.length;
      // More than its files: an archive of headers alone is one too.
      if (archiveBytes > 2 * maxBytes) throw malformedLayer(`it unpacks to more than ${2 * maxBytes} bytes`);
      hash.update(chunk);
      reader.push(chunk);
      if (archiveBytes - reported < reportBytes) return;
      reported = archiveBytes;
      report({ archiveBytes, sizeBytes: extractor.sizeBytes });
    });
    reader.finish();
    extractor.finish();
  } catch (error) {
    extractor.abandon();
    throw error;
  }
  const found = `${algorithm}:${hash.digest('hex')}`;
  if (found !== task.diffId) throw malformedLayer(`its content is ${found}, not ${task.diffId}`);
  report({ archiveBytes, sizeBytes: extractor.sizeBytes });
}
