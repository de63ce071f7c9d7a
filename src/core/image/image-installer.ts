import type { LayerState } from '../api/image-transfer.ts';
import { ConmanError } from '../errors/index.ts';
import type { UnixClock } from '../host/clock.ts';
import type { BlobStore } from './content/blob-store.ts';
import type { LayerStore } from './content/layer-store.ts';
import { contentIds, type ImageContent, type LayerJob, layerJobs } from './image-content.ts';
import type { ImageRecord, ImageRecords } from './image-records.ts';
import { joinParts } from './joined-parts.ts';
import { LayerIntake, type OpenBlob } from './layer-intake.ts';
import type { Leases } from './leases.ts';
import { newImageRecord } from './new-image-record.ts';
import { canonicalName, type ImageReference } from './reference.ts';
import { defaultRetries } from './registry/retry.ts';
import { SharedWork } from './shared-work.ts';

/** How a pull stands. */
export type PullNews =
  | { readonly kind: 'resolved'; readonly content: ImageContent }
  | { readonly kind: 'layer'; readonly digest: string; readonly state: LayerState; readonly doneBytes: number };

export interface InstalledImage {
  readonly record: ImageRecord;
  /** False when it was there already. */
  readonly changed: boolean;
}

export interface InstallerParts {
  readonly blobs: BlobStore;
  readonly layers: LayerStore;
  readonly records: ImageRecords;
  readonly leases: Leases;
  readonly clock: UnixClock;
}

/** For content that was put into the store before. */
export const noFurtherBlobs: OpenBlob = async (digest) => {
  throw new ConmanError('data-loss', `the content ${digest} of the image is missing`);
};

interface LayerNews {
  readonly state: LayerState;
  readonly doneBytes: number;
}

/** Makes images of content: fetches and unpacks their layers, and records them. What two of them share is done once. */
export class ImageInstaller {
  readonly #parts: InstallerParts;
  readonly #work = new SharedWork<number, LayerNews>();
  readonly #intake: LayerIntake;

  constructor(parts: InstallerParts) {
    this.#parts = parts;
    this.#intake = new LayerIntake(parts.blobs, parts.layers, defaultRetries);
  }

  /** Everything below a name is there when this resolves; the record is written last. */
  async install(
    reference: ImageReference,
    content: ImageContent,
    open: OpenBlob,
    news: (news: PullNews) => void,
    abort: AbortSignal,
  ): Promise<InstalledImage> {
    const { blobs, leases, records } = this.#parts;
    const jobs = layerJobs(content);
    using _lease = leases.take(contentIds(content));
    news({ kind: 'resolved', content });
    for (const [digest, document] of content.documents) {
      if (!(await blobs.has(digest))) await blobs.put(document, digest);
    }
    const sizes = await this.#bring(jobs, open, news, abort);
    const before = records.get(canonicalName(reference));
    const record = newImageRecord(reference, content, sizes, this.#parts.clock.nowNs());
    const changed = before?.id !== record.id || before.digest !== record.digest;
    if (changed || before.manifestDigest !== record.manifestDigest) await records.put(record);
    return { record, changed };
  }

  /** When nothing is being installed any more. */
  async close(): Promise<void> {
    await this.#work.idle();
    this.#intake.close();
  }

  /** Layers side by side; one is complete when those below it are. */
  async #bring(
    jobs: readonly LayerJob[],
    open: OpenBlob,
    news: (news: PullNews) => void,
    outer: AbortSignal,
  ): Promise<number[]> {
    // The first failure ends the others too.
    const failure = new AbortController();
    const abort = AbortSignal.any([outer, failure.signal]);
    const works = new Map<LayerJob, Promise<number>>();
    // The biggest first: it takes longest, and the small ones fill the gaps.
    for (const job of jobs.toSorted((one, other) => other.blobBytes - one.blobBytes)) {
      works.set(job, this.#layer(jobs, job, open, news, abort));
    }
    for (const work of works.values()) work.catch(() => failure.abort());
    await joinParts(works.values());
    return await Promise.all(jobs.map((job) => works.get(job) ?? 0));
  }

  async #layer(
    jobs: readonly LayerJob[],
    job: LayerJob,
    open: OpenBlob,
    news: (news: PullNews) => void,
    abort: AbortSignal,
  ): Promise<number> {
    const tell = (layer: LayerNews): void => news({ kind: 'layer', digest: job.digest, ...layer });
    tell({ state: 'waiting', doneBytes: 0 });
    const size = await this.#join(jobs, jobs.indexOf(job), open, tell, abort);
    tell({ state: 'done', doneBytes: job.blobBytes });
    return size;
  }

  /** Also the work on a layer has a stake in that on the layer below, so that it does not depend on who began it. */
  async #join(
    jobs: readonly LayerJob[],
    index: number,
    open: OpenBlob,
    tell: (news: LayerNews) => void,
    abort: AbortSignal,
  ): Promise<number> {
    const job = jobs[index];
    if (job === undefined) return 0;
    return await this.#work.join(job.chainId, abort, tell, async (signal, report) => {
      const present = await this.#parts.layers.sizeOf(job.chainId);
      if (present !== undefined) return present;
      const below = (): Promise<unknown> => this.#join(jobs, index - 1, open, () => undefined, signal);
      return await this.#bringWhole(job, open, below, report, signal);
    });
  }

  /** What an earlier attempt left may have been damaged, by a power cut: then everything is fetched once more. */
  async #bringWhole(
    job: LayerJob,
    open: OpenBlob,
    below: () => Promise<unknown>,
    report: (news: LayerNews) => void,
    abort: AbortSignal,
  ): Promise<number> {
    const { blobs } = this.#parts;
    const tell = (state: LayerState, doneBytes: number): void => report({ state, doneBytes });
    const hadSome = (await blobs.has(job.digest)) || (await blobs.hasPartial(job.digest));
    try {
      return await this.#intake.bring(job, open, below, tell, abort);
    } catch (error) {
      if (!hadSome || !(error instanceof ConmanError && error.code === 'data-loss') || (await blobs.has(job.digest))) {
        throw error;
      }
      return await this.#intake.bring(job, open, below, tell, abort);
    }
  }
}
