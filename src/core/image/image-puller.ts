import type { LayerState, PullOptions } from '../api/image.ts';
import { ConmanError } from '../errors/index.ts';
import { parseRfc3339, type UnixClock } from '../host/clock.ts';
import { Gate } from '../host/gate.ts';
import type { BlobStore } from './content/blob-store.ts';
import { chainIds, type LayerStore } from './content/layer-store.ts';
import type { ImageRecord, ImageRecords } from './image-records.ts';
import type { Leases } from './leases.ts';
import { hostPlatform, parsePlatform, platformText } from './platform.ts';
import { canonicalName, familiarName, type ImageReference } from './reference.ts';
import { fetchImage, type RemoteImage } from './registry/fetch-image.ts';
import type { RegistryClient } from './registry/registry-client.ts';
import { SharedWork } from './shared-work.ts';

/** How a pull stands. */
export type PullNews =
  | { readonly kind: 'resolved'; readonly image: RemoteImage }
  | { readonly kind: 'layer'; readonly digest: string; readonly state: LayerState; readonly doneBytes: number };

export interface PulledImage {
  readonly record: ImageRecord;
  readonly changed: boolean;
}

export interface PullerParts {
  readonly blobs: BlobStore;
  readonly layers: LayerStore;
  readonly records: ImageRecords;
  readonly leases: Leases;
  readonly clock: UnixClock;
  readonly registry: (reference: ImageReference) => Promise<RegistryClient>;
}

interface LayerJob {
  readonly chainId: string;
  readonly diffId: string;
  readonly digest: string;
  readonly blobBytes: number;
  readonly below: readonly string[];
}

/** As docker and podman have it: more make a registry slower, not faster. */
const parallelDownloads = 3;

/** Brings images in. Whatever two pulls have in common is done once: a blob, a layer. */
export class ImagePuller {
  readonly #parts: PullerParts;
  readonly #downloads = new Gate(parallelDownloads);
  readonly #blobWork = new SharedWork<void, number>();
  readonly #layerWork = new SharedWork<number, number>();

  constructor(parts: PullerParts) {
    this.#parts = parts;
  }

  async pull(
    reference: ImageReference,
    { platform: wanted }: PullOptions,
    news: (news: PullNews) => void,
    abort: AbortSignal,
  ): Promise<PulledImage> {
    const { leases, records, registry } = this.#parts;
    const platform = wanted === undefined ? hostPlatform() : parsePlatform(wanted);
    const client = await registry(reference);
    const image = await fetchImage(client, reference, platform, abort);
    const jobs = layerJobs(image);
    using _lease = leases.take([
      ...jobs.flatMap(({ chainId, digest }) => [chainId, digest]),
      ...[image.digest, image.manifestDigest, image.configDigest],
    ]);
    news({ kind: 'resolved', image });
    const before = await records.get(canonicalName(reference));
    const sizes = await this.#bring(jobs, client, news, abort);
    const record = this.#record(reference, image, jobs, sizes);
    const changed = before?.id !== record.id || before.digest !== record.digest;
    if (changed || before.platform !== record.platform) await records.put(record);
    return { record, changed };
  }

  async idle(): Promise<void> {
    await Promise.all([this.#blobWork.idle(), this.#layerWork.idle()]);
  }

  /** Downloads side by side; a layer is unpacked when it is there and those below it are. */
  async #bring(
    jobs: readonly LayerJob[],
    client: RegistryClient,
    news: (news: PullNews) => void,
    outer: AbortSignal,
  ): Promise<number[]> {
    // The first failure ends the others too.
    const failure = new AbortController();
    const abort = AbortSignal.any([outer, failure.signal]);
    let below: Promise<unknown> = Promise.resolve();
    const works = jobs.map((job) => {
      const work = this.#layer(job, client, news, below, abort);
      below = work;
      return work;
    });
    for (const work of works) work.catch(() => failure.abort());
    const results = await Promise.allSettled(works);
    const errors = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason as unknown);
    if (errors.length > 0) {
      throw errors.find((error) => !(error instanceof ConmanError && error.code === 'cancelled')) ?? errors[0];
    }
    return await Promise.all(works);
  }

  async #layer(
    job: LayerJob,
    client: RegistryClient,
    news: (news: PullNews) => void,
    below: Promise<unknown>,
    abort: AbortSignal,
  ): Promise<number> {
    const { layers } = this.#parts;
    const tell = (state: LayerState, doneBytes: number): void =>
      news({ kind: 'layer', digest: job.digest, state, doneBytes });
    const present = await layers.sizeOf(job.chainId);
    if (present !== undefined) {
      tell('done', job.blobBytes);
      // A chain is complete when all of it is.
      await below;
      return present;
    }
    tell('waiting', 0);
    await this.#download(job, client, (doneBytes) => tell('downloading', doneBytes), abort);
    tell('downloaded', job.blobBytes);
    await below;
    const size = await this.#unpack(job, (doneBytes) => tell('unpacking', doneBytes), abort);
    tell('done', job.blobBytes);
    return size;
  }

  async #download(
    { digest, blobBytes }: LayerJob,
    client: RegistryClient,
    onBytes: (bytes: number) => void,
    abort: AbortSignal,
  ): Promise<void> {
    const { blobs } = this.#parts;
    await this.#blobWork.join(digest, abort, onBytes, async (signal, report) => {
      if (await blobs.has(digest)) return;
      await this.#downloads.run(async () => {
        const open = (start: number, by: AbortSignal) => client.openBlob(digest, start, by);
        await blobs.ingest({ digest, sizeBytes: blobBytes, open }, report, signal);
      });
    });
  }

  async #unpack(job: LayerJob, onBytes: (bytes: number) => void, abort: AbortSignal): Promise<number> {
    const { blobs, layers } = this.#parts;
    return await this.#layerWork.join(job.chainId, abort, onBytes, async (signal, report) => {
      const present = await layers.sizeOf(job.chainId);
      if (present !== undefined) return present;
      const source = { ...job, blobPath: blobs.path(job.digest) };
      return await layers.unpack(source, ({ archiveBytes }) => report(archiveBytes), signal);
    });
  }

  #record(
    reference: ImageReference,
    image: RemoteImage,
    jobs: readonly LayerJob[],
    sizes: readonly number[],
  ): ImageRecord {
    const { config } = image.config;
    const now = this.#parts.clock.nowNs();
    return {
      version: 1,
      reference: canonicalName(reference),
      name: familiarName(reference),
      digest: image.digest,
      manifestDigest: image.manifestDigest,
      id: image.configDigest,
      platform: platformText(image.config),
      createdAt: (positive(parseRfc3339(image.config.created ?? '')) ?? now).toString(),
      pulledAt: now.toString(),
      sizeBytes: sizes.reduce((sum, size) => sum + size, 0),
      layers: jobs.map(({ chainId, digest }, index) => ({ chainId, digest, sizeBytes: sizes[index] ?? 0 })),
      config: {
        entrypoint: config?.Entrypoint ?? [],
        command: config?.Cmd ?? [],
        env: config?.Env ?? [],
        user: config?.User ?? '',
        workdir: config?.WorkingDir ?? '',
        labels: config?.Labels ?? {},
        stopSignal: config?.StopSignal ?? '',
        volumes: Object.keys(config?.Volumes ?? {}),
      },
    };
  }
}

function layerJobs({ config, manifest }: RemoteImage): LayerJob[] {
  const { diff_ids: diffIds } = config.rootfs;
  const chain = chainIds(diffIds);
  return manifest.layers.map(({ digest, size }, index) => ({
    digest,
    blobBytes: size,
    diffId: diffIds[index] ?? '',
    chainId: chain[index] ?? '',
    below: chain.slice(0, index),
  }));
}

/** Reproducible builds say that they were made in 1970, or in the year 1. */
function positive(unixNs: bigint | undefined): bigint | undefined {
  return unixNs !== undefined && unixNs >= 0n ? unixNs : undefined;
}
