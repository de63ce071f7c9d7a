import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { ConmanError } from '../errors/index.ts';
import { listDirectory, makeDirectory } from '../host/directories.ts';
import { removeFile } from '../host/files.ts';
import { Document, type DocumentType } from '../store/document.ts';

const unixNs = z.string().regex(/^\d+$/);

const span = z.number().nonnegative().optional();
const healthSchema = z.object({
  command: z.array(z.string()),
  intervalMs: span,
  timeoutMs: span,
  startPeriodMs: span,
  startIntervalMs: span,
  retries: span,
});

const recordSchema = z.object({
  version: z.literal(1),
  /** The whole name, such as `docker.io/library/alpine:3`. */
  reference: z.string(),
  /** As people write it. */
  name: z.string(),
  /** Of what the name stands for at the registry, an index where there is one; empty when it came from none. */
  digest: z.string(),
  manifestDigest: z.string(),
  /** Digest of the configuration: the image's id. */
  id: z.string(),
  platform: z.string(),
  createdAt: unixNs,
  pulledAt: unixNs,
  /** Unpacked. */
  sizeBytes: z.number(),
  /** Lowest first. */
  layers: z.array(z.object({ chainId: z.string(), digest: z.string(), sizeBytes: z.number() })),
  config: z.object({
    entrypoint: z.array(z.string()),
    command: z.array(z.string()),
    env: z.array(z.string()),
    user: z.string(),
    workdir: z.string(),
    labels: z.record(z.string(), z.string()),
    stopSignal: z.string(),
    volumes: z.array(z.string()).default([]),
    exposedPorts: z.array(z.string()).default([]),
    health: healthSchema.optional(),
  }),
});

export type ImageRecord = z.infer<typeof recordSchema>;

const recordDocument: DocumentType<ImageRecord> = { noun: 'image record', version: 1, schema: recordSchema };

/** What is known of every image, by its whole name. In memory too, so that what is needed can be told at an instant. */
export class ImageRecords {
  readonly #directory: string;
  readonly #records = new Map<string, ImageRecord>();
  readonly #problems: string[] = [];

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Those that can be read. */
  async open(): Promise<void> {
    await makeDirectory(this.#directory);
    const names = (await listDirectory(this.#directory)).filter((name) => name.endsWith('.json'));
    const opened = names.map((name) => Document.open(join(this.#directory, name), recordDocument));
    for (const result of await Promise.allSettled(opened)) {
      if (result.status === 'rejected') this.#problems.push(ConmanError.from(result.reason).message);
      else if (result.value !== undefined) this.#records.set(result.value.data.reference, result.value.data);
    }
  }

  /** Why the others could not be read when the store was opened. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  get(reference: string): ImageRecord | undefined {
    return this.#records.get(reference);
  }

  list(): ImageRecord[] {
    return [...this.#records.values()];
  }

  /** It gets to the disk with the layers it names. */
  async put(record: ImageRecord): Promise<void> {
    await Document.create(this.#path(record.reference), recordDocument, record, 'later');
    this.#records.set(record.reference, record);
  }

  async remove(reference: string): Promise<void> {
    await removeFile(this.#path(reference));
    this.#records.delete(reference);
  }

  /** A name has slashes and may be long. */
  #path(reference: string): string {
    return join(this.#directory, `${createHash('sha256').update(reference).digest('hex')}.json`);
  }
}
