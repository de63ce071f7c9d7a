import type { PushProgress, PushState } from '../../../core/api/index.ts';
import { sizeText } from '../../words/size.ts';
import type { ProgressView } from '../progress-lines.ts';
import { barText, shortDigest } from './pull-text.ts';

type BlobNews = Extract<PushProgress, { kind: 'layer' }>;

const stateText: Readonly<Record<PushState, string>> = {
  uploading: 'uploading',
  uploaded: 'uploaded',
  mounted: 'there, in another repository',
  present: 'there already',
};

/** A push as lines of text, one for everything that is sent. */
export class PushView implements ProgressView<PushProgress> {
  readonly #blobs = new Map<string, BlobNews>();

  note(progress: PushProgress): string | undefined {
    if (progress.kind === 'done') return undefined;
    const isNew = this.#blobs.get(progress.digest)?.state !== progress.state;
    this.#blobs.set(progress.digest, progress);
    return isNew ? `${shortDigest(progress)} ${stateText[progress.state]} ${sizeText(progress.sizeBytes)}` : undefined;
  }

  lines(columns: number, rows: number): string[] {
    return [...this.#blobs.values()].slice(-Math.max(rows, 0)).map((blob) => blobLine(blob).slice(0, columns));
  }
}

function blobLine(blob: BlobNews): string {
  const { state, doneBytes, sizeBytes } = blob;
  if (state !== 'uploading') return `${shortDigest(blob)}  ${stateText[state]}  ${sizeText(sizeBytes)}`;
  return `${shortDigest(blob)}  uploading  ${barText(doneBytes, sizeBytes)} ${sizeText(doneBytes)} of ${sizeText(sizeBytes)}`;
}
