import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ConmanError } from '../../errors/index.ts';
import { ByteRing } from '../../host/byte-ring.ts';
import { openSpoolFile, type SpoolFile } from '../../host/spool-file.ts';
import { Decompressor } from '../unpack/decompress.ts';
import { splitMemberPath } from '../unpack/member-path.ts';
import type { TarEntry } from '../unpack/tar-header.ts';
import { type TarHandler, TarReader } from '../unpack/tar-reader.ts';

export interface SpoolTask {
  /** An empty directory for the files of the archive, which get numbers as names. */
  readonly directory: string;
  /** Memory of the ring that brings the archive. */
  readonly input: SharedArrayBuffer;
}

/** A member of an archive. */
export interface SpooledMember {
  /** Without a slash in front. */
  readonly path: string;
  /** Where its content is; empty for a link. */
  readonly file: string;
  readonly sizeBytes: number;
  /** sha256 of its content. */
  readonly digest: string;
  /** What a link leads to, from the root of the archive; empty for a file. */
  readonly link: string;
}

const maxMembers = 100_000;

/** Lays an archive of an image out in a directory, for its parts come in any order. It may be compressed as a whole. */
export async function spoolArchive({ directory, input }: SpoolTask): Promise<SpooledMember[]> {
  const ring = new ByteRing(input);
  const spool = new Spool(directory);
  const reader = new TarReader(spool);
  const decompressor = new Decompressor((chunk) => reader.push(chunk));
  try {
    for (let chunk = await ring.read(); chunk !== undefined; chunk = await ring.read()) await decompressor.write(chunk);
    await decompressor.end();
    reader.finish();
    return spool.members;
  } finally {
    ring.leave();
    decompressor.abandon();
    spool.close();
  }
}

class Spool implements TarHandler {
  readonly members: SpooledMember[] = [];
  readonly #directory: string;
  #current:
    | { readonly path: string; readonly file: SpoolFile; readonly hash: ReturnType<typeof createHash> }
    | undefined;

  constructor(directory: string) {
    this.#directory = directory;
  }

  entry({ path, type, link }: TarEntry): void {
    if (this.members.length >= maxMembers) throw new ConmanError('data-loss', 'the archive has too many members');
    const names = splitMemberPath(path);
    if (type === 'file') {
      const file = openSpoolFile(join(this.#directory, String(this.members.length)));
      this.#current = { path: names.join('/'), file, hash: createHash('sha256') };
    } else if (type === 'symlink' || type === 'hardlink') {
      const from = type === 'symlink' ? names.slice(0, -1) : [];
      const target = resolveLink(from, link);
      this.members.push({ path: names.join('/'), file: '', sizeBytes: 0, digest: '', link: target });
    }
  }

  data(chunk: Buffer): void {
    this.#current?.hash.update(chunk);
    this.#current?.file.write(chunk);
  }

  endEntry(): void {
    if (this.#current === undefined) return;
    const { path, file, hash } = this.#current;
    this.#current = undefined;
    file.close();
    const digest = `sha256:${hash.digest('hex')}`;
    this.members.push({ path, file: file.path, sizeBytes: file.sizeBytes, digest, link: '' });
  }

  close(): void {
    this.#current?.file.close();
  }
}

/** Names in an archive only: nothing on the disk is looked at. */
function resolveLink(from: readonly string[], link: string): string {
  const names = link.startsWith('/') ? [] : [...from];
  for (const name of link.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return names.join('/');
}
