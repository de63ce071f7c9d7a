import { randomBytes } from 'node:crypto';
import type { LayerState } from '../api/image-transfer.ts';
import { ConmanError } from '../errors/index.ts';
import { ByteRing } from '../host/byte-ring.ts';
import { removeFile } from '../host/files.ts';
import { Gate } from '../host/gate.ts';
import type { TaskThread } from '../host/task-thread.ts';
import { feedBlob } from './content/blob-feed.ts';
import type { BlobStore } from './content/blob-store.ts';
import type { LayerStore, LayerWork } from './content/layer-store.ts';
import type { LayerJob } from './image-content.ts';
import type { OpenedBlob } from './registry/registry-client.ts';
import type { RetryPolicy } from './registry/retry.ts';
import type { InflateNews } from './unpack/inflate-blob.ts';
import type { ExtractNews } from './unpack/layer-tasks.ts';
import { UnpackingThreads, writers } from './unpack/unpacking-threads.ts';

/** Where blobs come from that are not in the store yet. */
export type OpenBlob = (digest: string, start: number, abort: AbortSignal) => Promise<OpenedBlob>;

export type TellLayer = (state: LayerState, doneBytes: number) => void;

/** A power of two, enough that neither side waits for the other. */
const maxArchiveRingBytes = 8 * 1024 * 1024;
const maxBlobRingBytes = 1024 * 1024;
const minRingBytes = 64 * 1024;

/**
 * Makes layers of blobs: what comes from the registry goes through a thread that keeps, verifies and inflates it to one
 * that writes files, so that all of that happens at once (see ARCHITECTURE.md, "How an image comes").
 */
export class LayerIntake {
  readonly #blobs: BlobStore;
  readonly #layers: LayerStore;
  readonly #retries: RetryPolicy;
  readonly #threads = new UnpackingThreads();
  readonly #slots = new Gate(writers);
  /** Of each blob the last work on it: two layers may have the same. */
  readonly #blobWork = new Map<string, Promise<unknown>>();

  constructor(blobs: BlobStore, layers: LayerStore, retries: RetryPolicy) {
    this.#blobs = blobs;
    this.#layers = layers;
    this.#retries = retries;
  }

  /** `below` waits for the layers below. Gives the bytes in the layer's files. */
  async bring(
    job: LayerJob,
    open: OpenBlob,
    below: () => Promise<unknown>,
    tell: TellLayer,
    abort: AbortSignal,
  ): Promise<number> {
    const id = randomBytes(8).toString('hex');
    const work = await this.#layers.begin(job.chainId);
    const writer = this.#threads.writer();
    // It remembers what it has extracted until that is settled.
    using _hold = writer.hold();
    try {
      await this.#slots.run(() =>
        this.#inTurn(job.digest, () => this.#extract(id, work, job, writer, open, tell, abort)),
      );
      tell('verified', job.blobBytes);
      await below();
      if (abort.aborted) throw new ConmanError('cancelled', 'the pull was cancelled');
      const lower = job.below.map((chainId) => this.#layers.path(chainId)).toReversed();
      const sizeBytes = await writer.run<number>({ kind: 'settle', id, lower });
      await this.#layers.commit(work, job.diffId, sizeBytes);
      return sizeBytes;
    } catch (error) {
      await writer.run({ kind: 'forget', id }).catch(() => undefined);
      await this.#layers.discard(work);
      // On a full disk others need the space more than the next attempt does.
      const isFull = error instanceof ConmanError && error.code === 'resource-exhausted';
      if (isFull) await removeFile(await this.#blobs.partialPath(job.digest));
      throw error;
    }
  }

  close(): void {
    this.#threads.close();
  }

  async #inTurn(digest: string, work: () => Promise<void>): Promise<void> {
    const before = this.#blobWork.get(digest) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(work);
    this.#blobWork.set(digest, mine);
    try {
      await mine;
    } finally {
      if (this.#blobWork.get(digest) === mine) this.#blobWork.delete(digest);
    }
  }

  async #extract(
    id: string,
    work: LayerWork,
    job: LayerJob,
    writer: TaskThread,
    open: OpenBlob,
    tell: TellLayer,
    outer: AbortSignal,
  ): Promise<void> {
    if (outer.aborted) throw new ConmanError('cancelled', 'the pull was cancelled');
    const { digest, diffId, blobBytes: sizeBytes } = job;
    const input = ByteRing.create(ringBytes(sizeBytes, maxBlobRingBytes));
    const archive = ByteRing.create(ringBytes(4 * sizeBytes, maxArchiveRingBytes));
    const failure = new AbortController();
    const abort = AbortSignal.any([outer, failure.signal]);
    abort.addEventListener('abort', () => {
      for (const ring of [input, archive]) {
        ring.fail();
        ring.leave();
      }
    });
    const have = Promise.withResolvers<number>();
    const paths = { blobPath: this.#blobs.path(digest), partialPath: await this.#blobs.partialPath(digest) };
    const rings = { input: input.memory, output: archive.memory };
    const inflated = this.#threads.inflater.run<void>({ digest, sizeBytes, ...paths, ...rings }, (news: InflateNews) =>
      have.resolve(news.haveBytes),
    );
    const extract = { kind: 'extract', id, diffId, target: work.target, blobBytes: sizeBytes, input: archive.memory };
    let fetched = false;
    const extracted = writer.run<number>(extract, ({ archiveBytes }: ExtractNews) => {
      if (fetched) tell('unpacking', archiveBytes);
    });
    const feed = async (): Promise<void> => {
      const haveBytes = await Promise.race([have.promise, inflated.then(() => sizeBytes)]);
      const take = (chunk: Buffer): Promise<boolean> => input.write(chunk);
      const onBytes = (doneBytes: number): void => tell('downloading', doneBytes);
      const source = { digest, sizeBytes, haveBytes, take, onBytes, open: open.bind(undefined, digest) };
      await feedBlob(source, this.#retries, abort);
      fetched = true;
      tell('unpacking', 0);
      input.end();
    };
    const parts = [extracted, inflated, feed()];
    for (const part of parts) part.catch(() => failure.abort());
    const results = await Promise.allSettled(parts);
    throwFirst(results.filter((result) => result.status === 'rejected').map(({ reason }) => reason as unknown));
  }
}

/** When one part fails, the others are cancelled: that is not why. */
function throwFirst(errors: readonly unknown[]): void {
  if (errors.length === 0) return;
  throw errors.find((error) => !(error instanceof ConmanError && error.code === 'cancelled')) ?? errors[0];
}

function ringBytes(contentBytes: number, maxBytes: number): number {
  let bytes = minRingBytes;
  while (bytes < contentBytes && bytes < maxBytes) bytes *= 2;
  return bytes;
}
