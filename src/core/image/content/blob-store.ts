import { createHash, type Hash } from 'node:crypto';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { ConmanError } from '../../errors/index.ts';
import { listDirectory, makeDirectory } from '../../host/directories.ts';
import { streamFile } from '../../host/file-source.ts';
import { pathKind, removeFile } from '../../host/files.ts';
import { IngestFile } from '../../host/ingest-file.ts';
import { expectDigest } from '../digest.ts';
import { Retryable, type RetryPolicy, withRetries } from '../registry/retry.ts';

export interface BlobSource {
  readonly digest: string;
  readonly sizeBytes: number;
  /** Gives the bytes from `start` on, or from the beginning when it cannot. */
  open(start: number, abort: AbortSignal): Promise<{ readonly start: number; readonly body: Readable }>;
}

/** Verified content by its digest: `blobs/ALGORITHM/HEX`. A blob that is there is whole. */
export class BlobStore {
  readonly #directory: string;
  readonly #ingest: string;
  readonly #retries: RetryPolicy;

  constructor(directory: string, ingest: string, retries: RetryPolicy) {
    this.#directory = directory;
    this.#ingest = ingest;
    this.#retries = retries;
  }

  path(digest: string): string {
    const { algorithm, hex } = expectDigest(digest);
    return join(this.#directory, algorithm, hex);
  }

  async has(digest: string): Promise<boolean> {
    return (await pathKind(this.path(digest))) === 'file';
  }

  /** Every blob's digest. */
  async list(): Promise<string[]> {
    const algorithms = await listDirectory(this.#directory);
    const lists = algorithms.map(async (algorithm) =>
      (await listDirectory(join(this.#directory, algorithm))).map((hex) => `${algorithm}:${hex}`),
    );
    return (await Promise.all(lists)).flat();
  }

  async remove(digest: string): Promise<void> {
    await removeFile(this.path(digest));
  }

  /** Brings a blob in, going on where an earlier attempt was interrupted. Callers make sure that nobody else does the same. */
  async ingest(source: BlobSource, onBytes: (doneBytes: number) => void, abort: AbortSignal): Promise<void> {
    const { algorithm, hex } = expectDigest(source.digest);
    await makeDirectory(join(this.#directory, algorithm));
    const partial = join(this.#ingest, `${algorithm}-${hex}.partial`);
    try {
      await withRetries(this.#retries, abort, () => this.#attempt(partial, source, onBytes, abort));
    } catch (error) {
      // On a full disk others need the space more than the next attempt does.
      if (error instanceof ConmanError && error.code === 'resource-exhausted') await removeFile(partial);
      throw error;
    }
  }

  async #attempt(
    partial: string,
    source: BlobSource,
    onBytes: (bytes: number) => void,
    abort: AbortSignal,
  ): Promise<void> {
    const { digest, sizeBytes } = source;
    const { algorithm } = expectDigest(digest);
    await using file = await IngestFile.open(partial);
    if (file.sizeBytes > sizeBytes) await file.truncate();
    const resumed = file.sizeBytes > 0;
    let hash = await hashOf(partial, algorithm, file.sizeBytes);
    if (file.sizeBytes < sizeBytes) hash = await receive(file, hash, source, onBytes, abort);
    const found = `${algorithm}:${hash.digest('hex')}`;
    if (found === digest) {
      await file.commit(this.path(digest));
      return;
    }
    await file.truncate();
    const failure = new ConmanError('data-loss', `the registry sent another blob than ${digest}: ${found}`, {
      hint: 'Something between here and the registry changes what is sent, or the registry is damaged.',
    });
    // What was there before may have been damaged here, by a power cut.
    throw resumed ? new Retryable(failure, 0) : failure;
  }
}

/** Appends what is missing. Gives the hash of everything. */
async function receive(
  file: IngestFile,
  hashSoFar: Hash,
  { digest, sizeBytes, open }: BlobSource,
  onBytes: (doneBytes: number) => void,
  abort: AbortSignal,
): Promise<Hash> {
  let hash = hashSoFar;
  const { start, body } = await open(file.sizeBytes, abort);
  try {
    if (start !== file.sizeBytes) {
      await file.truncate();
      hash = createHash(expectDigest(digest).algorithm);
    }
    for await (const chunk of whole(body, abort)) {
      if (file.sizeBytes + chunk.length > sizeBytes) {
        await file.truncate();
        throw new ConmanError('data-loss', `the registry sends more than the ${sizeBytes} bytes of ${digest}`);
      }
      hash.update(chunk);
      await file.append(chunk);
      onBytes(file.sizeBytes);
    }
  } finally {
    body.destroy();
  }
  if (file.sizeBytes < sizeBytes) throw brokenOff(`${file.sizeBytes} of ${sizeBytes} bytes of ${digest} came`);
  return hash;
}

/** A body whose failure is one of the connection: worth another attempt. */
async function* whole(body: Readable, abort: AbortSignal): AsyncGenerator<Buffer> {
  const chunks = body[Symbol.asyncIterator]();
  for (;;) {
    const next = await chunks.next().catch((error: unknown) => {
      if (abort.aborted) throw new ConmanError('cancelled', 'the pull was cancelled');
      throw brokenOff(error instanceof Error ? error.message : String(error));
    });
    if (next.done === true) return;
    yield next.value;
  }
}

function brokenOff(why: string): Retryable {
  return new Retryable(
    new ConmanError('unavailable', `the connection to the registry broke: ${why}`, {
      hint: 'Try again: what came is kept.',
    }),
  );
}

async function hashOf(path: string, algorithm: string, sizeBytes: number): Promise<Hash> {
  const hash = createHash(algorithm);
  if (sizeBytes > 0) for await (const chunk of streamFile(path)) hash.update(chunk);
  return hash;
}
