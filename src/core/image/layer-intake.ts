import type { LayerState } from '../api/image-transfer.ts';
import { ConmanError } from '../errors/index.ts';
import { ByteRing } from '../host/byte-ring.ts';
import { removeFile } from '../host/files.ts';
import { Gate } from '../host/gate.ts';
import { feedBlob } from './content/blob-feed.ts';
import type { BlobStore } from './content/blob-store.ts';
import type { LayerStore, LayerWork } from './content/layer-store.ts';
import type { LayerJob } from './image-content.ts';
import { joinParts } from './joined-parts.ts';
import type { OpenedBlob } from './registry/registry-client.ts';
import type { RetryPolicy } from './registry/retry.ts';
import { type ExtractedLayer, UnpackingThreads, writers } from './unpack/unpacking-threads.ts';

/** Where blobs come from that are not in the store yet. */
export type OpenBlob = (digest: string, start: number, abort: AbortSignal) => Promise<OpenedBlob>;

export type TellLayer = (state: LayerState, doneBytes: number) => void;

/** A power of two, enough that neither side waits for the other. */
const maxArchiveRingBytes = 4 * 1024 * 1024;
const maxBlobRingBytes = 512 * 1024;
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
    const work = await this.#layers.begin(job.chainId);
    try {
      await using extracted = await this.#slots.run(() =>
        this.#inTurn(job.digest, () => this.#extract(work, job, open, tell, abort)),
      );
      tell('verified', job.blobBytes);
      await below();
      if (abort.aborted) throw cancelled();
      const lower = job.below.map((chainId) => this.#layers.path(chainId)).toReversed();
      const sizeBytes = await extracted.settle(lower);
      await this.#layers.commit(work, job.diffId, sizeBytes);
      return sizeBytes;
    } catch (error) {
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

  async #inTurn<T>(digest: string, work: () => Promise<T>): Promise<T> {
    const before = this.#blobWork.get(digest) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(work);
    this.#blobWork.set(digest, mine);
    try {
      return await mine;
    } finally {
      if (this.#blobWork.get(digest) === mine) this.#blobWork.delete(digest);
    }
  }

  async #extract(
    work: LayerWork,
    job: LayerJob,
    open: OpenBlob,
    tell: TellLayer,
    outer: AbortSignal,
  ): Promise<ExtractedLayer> {
    if (outer.aborted) throw cancelled();
    const { digest, diffId, blobBytes: sizeBytes } = job;
    const input = ByteRing.create(ringBytes(sizeBytes, maxBlobRingBytes));
    const archive = ByteRing.create(ringBytes(4 * sizeBytes, maxArchiveRingBytes));
    const ending = new AbortController();
    const end = (): void => {
      for (const ring of [input, archive]) {
        ring.fail();
        ring.leave();
      }
      ending.abort();
    };
    // Not AbortSignal.any: Node keeps what listens to such a signal, here the rings, for ever.
    outer.addEventListener('abort', end);
    const have = Promise.withResolvers<number>();
    const paths = { blobPath: this.#blobs.path(digest), partialPath: await this.#blobs.partialPath(digest) };
    const rings = { input: input.memory, output: archive.memory };
    const inflated = this.#threads.inflate({ digest, sizeBytes, ...paths, ...rings }, ({ haveBytes }) =>
      have.resolve(haveBytes),
    );
    let fetched = false;
    const extracted = this.#threads.extract(
      { diffId, target: work.target, blobBytes: sizeBytes, input: archive.memory },
      ({ archiveBytes }) => {
        if (fetched) tell('unpacking', archiveBytes);
      },
    );
    const feed = async (): Promise<void> => {
      const haveBytes = await Promise.race([have.promise, inflated.then(() => sizeBytes)]);
      if (haveBytes > 0) tell('downloading', haveBytes);
      const take = (chunk: Buffer): Promise<boolean> => input.write(chunk);
      const onBytes = (doneBytes: number): void => tell('downloading', doneBytes);
      const source = { digest, sizeBytes, haveBytes, take, onBytes, open: open.bind(undefined, digest) };
      await feedBlob(source, this.#retries, ending.signal);
      fetched = true;
      tell('unpacking', 0);
      input.end();
    };
    const parts = [extracted, inflated, feed()];
    for (const part of parts) part.catch(end);
    try {
      await joinParts(parts);
      return await extracted;
    } catch (error) {
      await extracted.then((layer) => layer[Symbol.asyncDispose]()).catch(() => undefined);
      throw error;
    } finally {
      outer.removeEventListener('abort', end);
    }
  }
}

function cancelled(): ConmanError {
  return new ConmanError('cancelled', 'the pull was cancelled');
}

function ringBytes(contentBytes: number, maxBytes: number): number {
  let bytes = minRingBytes;
  while (bytes < contentBytes && bytes < maxBytes) bytes *= 2;
  return bytes;
}
