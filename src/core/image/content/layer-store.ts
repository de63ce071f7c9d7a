import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { listDirectory, makeDirectory, makeDirectoryWithMode, syncFileSystemOf } from '../../host/directories.ts';
import { renamePath, renamePathNow } from '../../host/files.ts';
import { readBootId } from '../../host/process-identity.ts';
import { TreeSyscalls } from '../../host/tree-syscalls.ts';
import { Document, type DocumentType } from '../../store/document.ts';
import { expectDigest } from '../digest.ts';

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

/** A layer in the making. */
export interface LayerWork {
  readonly chainId: string;
  readonly directory: string;
  /** Where its files go. */
  readonly target: string;
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
  /** Layers that may not be on the disk yet. */
  readonly #volatile = new Set<string>();
  #syncing: Promise<void> | undefined;
  /** Layers begun and neither committed nor discarded. */
  #inTheMaking = 0;

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

  /** Away at once, so that nobody can come to need it meanwhile; deleted in the background. */
  removeNow(chainId: string): void {
    const doomed = this.#workPlace(chainId);
    if (renamePathNow(this.#place(chainId), doomed)) void this.#trash.discard(doomed).catch(() => undefined);
  }

  /** Before anything is unpacked: what an interrupted unpacking left is no layer. */
  async open(): Promise<void> {
    await makeDirectory(this.#directory);
    await makeDirectory(this.#ingest);
    const leftOver = (await listDirectory(this.#ingest)).filter((name) => name.startsWith('layer-'));
    for (const name of leftOver) await this.#trash.discard(join(this.#ingest, name));
    void this.#finishSyncing();
  }

  /** An empty layer to be filled, which nobody sees until it is committed. */
  async begin(chainId: string): Promise<LayerWork> {
    const directory = this.#workPlace(chainId);
    const target = join(directory, 'fs');
    await makeDirectory(directory);
    await makeDirectoryWithMode(target, 0o755);
    this.#inTheMaking += 1;
    return { chainId, directory, target };
  }

  /** Callers make sure that nobody else makes the same layer. */
  async commit({ chainId, directory }: LayerWork, diffId: string, sizeBytes: number): Promise<void> {
    const layer: Layer = { version: 1, diffId, sizeBytes, durable: false, bootId: readBootId() };
    await Document.create(join(directory, 'layer.json'), layerDocument, layer, 'later');
    // One that is left from before a power cut.
    this.removeNow(chainId);
    await renamePath(directory, this.#place(chainId));
    this.#volatile.add(chainId);
    this.#madeOrNot();
  }

  /** It is not needed any more, or cannot be completed. */
  async discard({ directory }: LayerWork): Promise<void> {
    this.#madeOrNot();
    await this.#trash.discard(directory);
  }

  /** Resolves when no layer is being written to the disk any more. */
  async idle(): Promise<void> {
    await this.#syncing;
  }

  #madeOrNot(): void {
    this.#inTheMaking -= 1;
    // Not before: the disk would be busy with it while the others are still being made.
    if (this.#inTheMaking === 0) this.#makeDurable();
  }

  /** In the background: a container may be made of them meanwhile. Layers that come together are written together. */
  #makeDurable(): void {
    this.#syncing ??= this.#sync().finally(() => {
      this.#syncing = undefined;
    });
  }

  /** Layers that a conmand before did not come to bring to the disk, in this boot. */
  async #finishSyncing(): Promise<void> {
    for (const chainId of await this.list().catch(() => [])) {
      const layer = await this.#read(chainId);
      if (layer?.durable === false && layer.bootId === readBootId()) this.#volatile.add(chainId);
    }
    if (this.#inTheMaking === 0) this.#makeDurable();
  }

  async #sync(): Promise<void> {
    while (this.#volatile.size > 0) {
      const written = [...this.#volatile];
      this.#volatile.clear();
      // What cannot be written counts in this boot, and is unpacked again in the next.
      await syncFileSystemOf(this.#directory, this.#syscalls).then(
        () => Promise.all(written.map((chainId) => this.#noteDurable(chainId).catch(() => undefined))),
        () => undefined,
      );
    }
  }

  async #noteDurable(chainId: string): Promise<void> {
    const document = await Document.open(join(this.#place(chainId), 'layer.json'), layerDocument);
    await document?.update({ durable: true });
  }

  async #read(chainId: string): Promise<Layer | undefined> {
    const path = join(this.#place(chainId), 'layer.json');
    return (await Document.open(path, layerDocument).catch(() => undefined))?.data;
  }

  /** One of this name may be on its way in or out already. */
  #workPlace(chainId: string): string {
    return join(this.#ingest, `layer-${expectDigest(chainId).hex}-${randomBytes(4).toString('hex')}`);
  }

  #place(chainId: string): string {
    return join(this.#directory, expectDigest(chainId).hex);
  }
}
