import { createHash } from 'node:crypto';
import { ConmanError } from '../../errors/index.ts';
import { ByteRing } from '../../host/byte-ring.ts';
import { FileHandover } from '../../host/file-handover.ts';
import { expectDigest } from '../digest.ts';
import { LayerExtractor } from './layer-extractor.ts';
import { malformedLayer } from './malformed-layer.ts';
import { TarReader } from './tar-reader.ts';

/** What a thread needs to know to unpack a layer. */
export interface ExtractTask {
  readonly kind: 'extract';
  /** Names what is extracted until it is settled or forgotten. */
  readonly id: string;
  /** Digest of the archive before compression, as the image's configuration has it. */
  readonly diffId: string;
  /** An empty directory. */
  readonly target: string;
  /** Of the blob. */
  readonly blobBytes: number;
  /** Memory of the ring that brings the archive. */
  readonly input: SharedArrayBuffer;
  /** Memory of the ring that takes files to the thread that helps to make them. */
  readonly handover?: SharedArrayBuffer;
  /** Content beyond this many bytes is a bomb; by the size of the blob when absent. */
  readonly maxBytes?: number;
}

/** The layers below are there: what depends on them can be done. */
export interface SettleTask {
  readonly kind: 'settle';
  readonly id: string;
  /** Directories of the layers below, top first. */
  readonly lower: readonly string[];
}

/** Nobody needs it. */
export interface ForgetTask {
  readonly kind: 'forget';
  readonly id: string;
}

export type LayerTask = ExtractTask | SettleTask | ForgetTask;

/** Of `extract`: unpacked so far, as an archive. */
export interface ExtractNews {
  readonly archiveBytes: number;
}

/** Layers of this size need no excuse; larger ones must not be made of next to nothing. */
const unsuspiciousBytes = 1024 ** 3;
const maxRatio = 250;
const maxLayerBytes = 256 * 1024 ** 3;
const reportBytes = 4 * 1024 * 1024;

/** What a blob of this size may unpack to before it is taken for a bomb. */
export function maxContentBytes(blobBytes: number): number {
  return Math.min(maxLayerBytes, Math.max(unsuspiciousBytes, maxRatio * blobBytes));
}

/** The layers that a thread has extracted and not settled. */
export class LayerTasks {
  readonly #extracted = new Map<string, LayerExtractor>();

  /** The result of `settle`: bytes in the files of the layer. Throws `data-loss` for one that is damaged or hostile. */
  run(task: LayerTask, report: (news: ExtractNews) => void): number {
    if (task.kind === 'extract') {
      this.#extracted.set(task.id, extractLayer(task, report));
      return 0;
    }
    const extractor = this.#extracted.get(task.id);
    this.#extracted.delete(task.id);
    if (task.kind === 'forget') return 0;
    if (extractor === undefined) {
      throw new ConmanError('aborted', 'the thread that unpacked a layer is gone', { hint: 'Try again.' });
    }
    extractor.settle(task.lower);
    return extractor.sizeBytes;
  }
}

/** Unpacks the archive that comes through the ring, checking what the configuration says of it. */
function extractLayer(task: ExtractTask, report: (news: ExtractNews) => void): LayerExtractor {
  const { algorithm } = expectDigest(task.diffId);
  const input = new ByteRing(task.input);
  const hash = createHash(algorithm);
  const maxBytes = task.maxBytes ?? maxContentBytes(task.blobBytes);
  const handover = task.handover && new FileHandover(task.handover);
  const extractor = new LayerExtractor({ target: task.target, maxBytes, handover });
  const reader = new TarReader(extractor);
  let archiveBytes = 0;
  let reported = 0;
  try {
    for (let chunk = input.readSync(); chunk !== undefined; chunk = input.readSync()) {
      archiveBytes += chunk.length;
      // More than its files: an archive of headers alone is one too.
      if (archiveBytes > 2 * maxBytes) throw malformedLayer(`it unpacks to more than ${2 * maxBytes} bytes`);
      hash.update(chunk);
      reader.push(chunk);
      if (archiveBytes - reported < reportBytes) continue;
      reported = archiveBytes;
      report({ archiveBytes });
    }
    reader.finish();
    extractor.finish();
    handover?.end();
  } catch (error) {
    extractor.abandon();
    handover?.fail();
    input.leave();
    throw error;
  }
  const found = `${algorithm}:${hash.digest('hex')}`;
  if (found !== task.diffId) throw malformedLayer(`its content is ${found}, not ${task.diffId}`);
  report({ archiveBytes });
  return extractor;
}
