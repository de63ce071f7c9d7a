import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { ConmanError } from '../errors/index.ts';
import { listDirectory, makeDirectory } from '../host/directories.ts';
import { removeFile } from '../host/files.ts';
import { Document, type DocumentType } from '../store/document.ts';

const unixNs = z.string().regex(/^\d+$/);

const recordSchema = z.object({
  version: z.literal(1),
  /** The whole name, such as `docker.io/library/alpine:3`. */
  reference: z.string(),
  /** As people write it. */
  name: z.string(),
  /** Of what the name stands for at the registry: of an index where there is one. */
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
  }),
});

export type ImageRecord = z.infer<typeof recordSchema>;

const recordDocument: DocumentType<ImageRecord> = { noun: 'image record', version: 1, schema: recordSchema };

/** What is known of every pulled image, by its whole name. */
export class ImageRecords {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async get(reference: string): Promise<ImageRecord | undefined> {
    return (await Document.open(this.#path(reference), recordDocument))?.data;
  }

  /** Those that can be read. */
  async list(): Promise<ImageRecord[]> {
    return (await this.#open()).records;
  }

  /** Why the others cannot be read. */
  async problems(): Promise<string[]> {
    return (await this.#open()).problems;
  }

  async #open(): Promise<{ records: ImageRecord[]; problems: string[] }> {
    const names = (await listDirectory(this.#directory)).filter((name) => name.endsWith('.json'));
    const opened = names.map((name) => Document.open(join(this.#directory, name), recordDocument));
    const results = await Promise.allSettled(opened);
    return {
      records: results.flatMap((result) => (result.status === 'fulfilled' && result.value ? [result.value.data] : [])),
      problems: results.flatMap((result) =>
        result.status === 'rejected' ? [ConmanError.from(result.reason).message] : [],
      ),
    };
  }

  async put(record: ImageRecord): Promise<void> {
    await makeDirectory(this.#directory);
    await Document.create(this.#path(record.reference), recordDocument, record);
  }

  async remove(reference: string): Promise<void> {
    await removeFile(this.#path(reference));
  }

  /** A name has slashes and may be long. */
  #path(reference: string): string {
    return join(this.#directory, `${createHash('sha256').update(reference).digest('hex')}.json`);
  }
}
