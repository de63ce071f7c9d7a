import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { listDirectory, makeDirectory, makeDirectoryWithMode, syncFileSystemOf } from '../../host/directories.ts';
import { pathKind, renamePath } from '../../host/files.ts';
import { readBootId } from '../../host/process-identity.ts';
import { TreeSyscalls } from '../../host/tree-syscalls.ts';
import { Document, type DocumentType } from '../../store/document.ts';
import { expectDigest } from '../digest.ts';
import type { LayerProgress } from '../unpack/extract-layer.ts';
import { unpackLayer } from '../unpack/unpack-layer.ts';

const layerSchema = z.object({
  version: z.literal(1),
  diffId: z.string(),
  sizeBytes: z.number(),
  /** False until everything in it has certainly reached the disk: until then it counts in the boot it was made in. */
  durable: z.boolean(),
  bootId: z.string(),
});

type Layer = z.infer<typeof layerSchema>;

const layerDocument: DocumentType<Layer> = { noun: 'layer record', version: 1, schema: layerSchema };

/** Where things go that nobody needs any more. */
export interface Discarding {
  discard(path: string): Promise<void>;
}

export interface LayerSource {
  readonly chainId: string;
  readonly diffId: string;
  readonly blobPath: string;
  readonly blobBytes: number;
  /** Chain ids of the layers below, lowest first. */
  readonly below: readonly string[];
}

/** The chain ids of layers, by their digests before compression (OCI image specification, "Layer ChainID"). */
export function chainIds(diffIds: readonly string[]): string[] {
  const chain: string[] = [];
  for (const diffId of diffIds) {
    const below = chain.at(-1);
    chain.push(
      below === undefined ? diffId : `sha256:${createHash('sha256').update(`${below} ${diffId}`).digest('hex')}`,
    );
  }
  return chain;
}

/** Unpacked layers by chain id: `HEX/fs`, a layer of overlayfs, beside what is known of it. One that is there is whole. */
export class LayerStore {
  readonly #directory: string;
  readonly #ingest: string;
  readonly #trash: Discarding;
  readonly #syscalls = new TreeSyscalls();
  readonly #syncing = new Set<Promise<void>>();

  constructor(directory: string, ingest: string, trash: Discarding) {
    this.#directory = directory;
    this.#ingest = ingest;
    this.#trash = trash;
  }

  /** Its directory for overlayfs. */
  path(chainId: string): string {
    return join(this.#place(chainId), 'fs');
  }

  /** Bytes in its files; undefined when there is no such layer, or one that a power cut may have damaged. */
  async sizeOf(chainId: string): Promise<number | undefined> {
    const layer = await this.#read(chainId);
    return layer !== undefined && (layer.durable || layer.bootId === readBootId()) ? layer.sizeBytes : undefined;
  }

  async list(): Promise<string[]> {
    return (await listDirectory(this.#directory)).map((hex) => `sha256:${hex}`);
  }

  async remove(chainId: string): Promise<void> {
    const place = this.#place(chainId);
    if ((await pathKind(place)) === 'missing') return;
    // One of this name may be on its way out already.
    const doomed = join(this.#ingest, `layer-${expectDigest(chainId).hex}-${randomBytes(4).toString('hex')}`);
    await renamePath(place, doomed);
    await this.#trash.discard(doomed);
  }

  /** Before anything is unpacked: what an interrupted unpacking left is no layer. */
  async open(): Promise<void> {
    await makeDirectory(this.#directory);
    await makeDirectory(this.#ingest);
    const leftOver = (await listDirectory(this.#ingest)).filter((name) => name.startsWith('layer-'));
    for (const name of leftOver) await this.#trash.discard(join(this.#ingest, name));
    void this.#finishSyncing();
  }

  /** Unpacks a verified blob. Callers make sure that nobody else does the same. */
  async unpack(source: LayerSource, report: (progress: LayerProgress) => void, abort: AbortSignal): Promise<number> {
    const { chainId, diffId, blobPath, blobBytes, below } = source;
    const work = join(this.#ingest, `layer-${expectDigest(chainId).hex}-${randomBytes(4).toString('hex')}`);
    const target = join(work, 'fs');
    const lower = below.map((id) => this.path(id)).toReversed();
    await makeDirectory(work);
    try {
      await makeDirectoryWithMode(target, 0o755);
      const sizeBytes = await unpackLayer({ blobPath, blobBytes, diffId, target, lower }, report, abort);
      const layer: Layer = { version: 1, diffId, sizeBytes, durable: false, bootId: readBootId() };
      await Document.create(join(work, 'layer.json'), layerDocument, layer);
      // One that is left from before a power cut.
      await this.remove(chainId);
      await renamePath(work, this.#place(chainId));
      this.#makeDurable(chainId);
      return sizeBytes;
    } catch (error) {
      await this.#trash.discard(work);
      throw error;
    }
  }

  /** Resolves when no layer is being written to the disk any more. */
  async idle(): Promise<void> {
    await Promise.all(this.#syncing);
  }

  /** In the background: a container may be made of it meanwhile. */
  #makeDurable(chainId: string): void {
    const sync = this.#sync(chainId).catch(() => undefined);
    this.#syncing.add(sync);
    void sync.then(() => this.#syncing.delete(sync));
  }

  /** Layers that a conmand before did not come to bring to the disk, in this boot. */
  async #finishSyncing(): Promise<void> {
    for (const chainId of await this.list().catch(() => [])) {
      const layer = await this.#read(chainId);
      if (layer?.durable === false && layer.bootId === readBootId()) this.#makeDurable(chainId);
    }
  }

  async #sync(chainId: string): Promise<void> {
    await syncFileSystemOf(this.path(chainId), this.#syscalls);
    const document = await Document.open(join(this.#place(chainId), 'layer.json'), layerDocument);
    await document?.update({ durable: true });
  }

  async #read(chainId: string): Promise<Layer | undefined> {
    const path = join(this.#place(chainId), 'layer.json');
    return (await Document.open(path, layerDocument).catch(() => undefined))?.data;
  }

  #place(chainId: string): string {
    return join(this.#directory, expectDigest(chainId).hex);
  }
}
