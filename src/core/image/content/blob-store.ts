import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { ConmanError } from '../../errors/index.ts';
import { listDirectory, makeDirectory } from '../../host/directories.ts';
import { streamFile } from '../../host/file-source.ts';
import {
  fileSize,
  linkPath,
  pathKind,
  readBytes,
  readHead,
  removeFile,
  removeFileNow,
  replaceFileLater,
} from '../../host/files.ts';
import { IngestFile } from '../../host/ingest-file.ts';
import { digestOf, expectDigest } from '../digest.ts';

export interface WrittenBlob {
  readonly digest: string;
  readonly sizeBytes: number;
}

const maxDocumentBytes = 8 * 1024 * 1024;
/** Of files that nobody can go on writing after a crash. */
const unnamedPrefix = 'new-';

/** Verified content by its digest: `blobs/ALGORITHM/HEX`. A blob that is there is whole. */
export class BlobStore {
  readonly #directory: string;
  readonly #ingest: string;

  constructor(directory: string, ingest: string) {
    this.#directory = directory;
    this.#ingest = ingest;
  }

  path(digest: string): string {
    const { algorithm, hex } = expectDigest(digest);
    return join(this.#directory, algorithm, hex);
  }

  /** Where it grows until it is whole. The directory of its place is made. */
  async partialPath(digest: string): Promise<string> {
    const { algorithm, hex } = expectDigest(digest);
    await makeDirectory(join(this.#directory, algorithm));
    return join(this.#ingest, `${algorithm}-${hex}.partial`);
  }

  /** Some of it came in an earlier attempt. */
  async hasPartial(digest: string): Promise<boolean> {
    return ((await fileSize(await this.partialPath(digest))) ?? 0) > 0;
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

  /** At once, so that nobody can come to need it meanwhile. */
  removeNow(digest: string): void {
    removeFileNow(this.path(digest));
  }

  /** Clears away what was being written when conmand was interrupted and cannot be gone on with. */
  async open(): Promise<void> {
    await makeDirectory(this.#ingest);
    const leftOver = (await listDirectory(this.#ingest)).filter((name) => name.startsWith(unnamedPrefix));
    for (const name of leftOver) await removeFile(join(this.#ingest, name));
  }

  /** Undefined when there is none. */
  async sizeOf(digest: string): Promise<number | undefined> {
    return await fileSize(this.path(digest));
  }

  /** A small document, such as a manifest, verified. Fails with `not-found` or `data-loss`. */
  async readDocument(digest: string): Promise<Buffer> {
    const { algorithm } = expectDigest(digest);
    const body = await readBytes(this.path(digest), maxDocumentBytes);
    if (body === undefined) throw new ConmanError('not-found', `there is no content ${digest}`);
    if (digestOf(body, algorithm) === digest) return body;
    throw new ConmanError('data-loss', `the content ${digest} is damaged`);
  }

  /** The content of a blob as it is: not verified once more. */
  stream(digest: string): Readable {
    return streamFile(this.path(digest));
  }

  /** Keeps a small document under the digest it has. */
  async put(document: Buffer, digest: string): Promise<void> {
    const { algorithm } = expectDigest(digest);
    if (digestOf(document, algorithm) !== digest)
      throw new ConmanError('data-loss', `the content ${digest} is damaged`);
    await makeDirectory(join(this.#directory, algorithm));
    await replaceFileLater(this.path(digest), document);
  }

  /**
   * Takes a file in, of the same file system, under the digest that it should have: whoever unpacks it finds out. Gives its
   * first bytes.
   */
  async adopt(path: string, digest: string): Promise<Buffer> {
    await this.partialPath(digest);
    if (!(await this.has(digest))) await linkPath(path, this.path(digest));
    return await readHead(this.path(digest), 4);
  }

  /** Keeps content whose digest nobody knows yet. */
  async write(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<WrittenBlob> {
    await makeDirectory(join(this.#directory, 'sha256'));
    const partial = join(this.#ingest, `${unnamedPrefix}${randomBytes(8).toString('hex')}`);
    try {
      await using file = await IngestFile.open(partial);
      const hash = createHash('sha256');
      for await (const chunk of source) {
        hash.update(chunk);
        await file.append(chunk);
      }
      const digest = `sha256:${hash.digest('hex')}`;
      await file.commit(this.path(digest));
      return { digest, sizeBytes: file.sizeBytes };
    } catch (error) {
      await removeFile(partial);
      throw error;
    }
  }
}
