import { malformedArchive } from './malformed-archive.ts';
import { type PaxRecords, paxNumber } from './pax.ts';
import { readTarNumber } from './tar-number.ts';

export type EntryType = 'file' | 'directory' | 'symlink' | 'hardlink' | 'character' | 'block' | 'fifo';

/** One member of an archive, whatever dialect described it. Names are as they were written: nobody checked them yet. */
export interface TarEntry {
  readonly type: EntryType;
  readonly path: string;
  /** Target of a symbolic or hard link. */
  readonly link: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Unix seconds, with a fraction where PAX gave one. */
  readonly mtime: number;
  readonly sizeBytes: number;
  readonly deviceMajor: number;
  readonly deviceMinor: number;
  readonly xattrs: ReadonlyMap<string, Buffer>;
}

/** What headers before an entry say about it. */
export interface Overrides {
  path?: string;
  link?: string;
  pax: PaxRecords;
}

export interface RawHeader {
  readonly typeflag: string;
  readonly sizeBytes: number;
  readonly block: Buffer;
}

const xattrPrefix = 'SCHILY.xattr.';
const noXattrs: ReadonlyMap<string, Buffer> = new Map();
const maxId = 0xffff_fffe;

const typeOfFlag: Readonly<Record<string, EntryType>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'character',
  '4': 'block',
  '5': 'directory',
  '6': 'fifo',
};

/** Checks the sum and reads what decides how to go on. What it gives is valid as long as the block is. */
export function readHeader(block: Buffer): RawHeader {
  if (readTarNumber(block, 148, 156) !== checksum(block)) throw malformedArchive('a header has a wrong checksum');
  return {
    typeflag: String.fromCharCode(block[156] ?? 0),
    sizeBytes: field(block, 124, 12, 'size'),
    block,
  };
}

function checksum(block: Buffer): number {
  let sum = 8 * 0x20;
  for (let at = 0; at < 512; at++) if (at < 148 || at >= 156) sum += block[at] ?? 0;
  return sum;
}

export function describeEntry({ block, typeflag, sizeBytes }: RawHeader, { pax, ...long }: Overrides): TarEntry {
  const path = pax.get('path')?.toString('utf8') ?? long.path ?? headerPath(block);
  const type = typeOfFlag[typeflag];
  if (type === undefined)
    throw malformedArchive(`${JSON.stringify(path)} is of the unknown type ${JSON.stringify(typeflag)}`);
  for (const key of pax.keys()) {
    if (key.startsWith('GNU.sparse.')) {
      throw malformedArchive(`${JSON.stringify(path)} is sparse, which layers cannot be`);
    }
  }
  // Archives of before POSIX have directories as files with a slash at the end.
  const directory = type === 'file' && path.endsWith('/');
  const entry: TarEntry = {
    type: directory ? 'directory' : type,
    path,
    link: pax.get('linkpath')?.toString('utf8') ?? long.link ?? text(block, 157, 100),
    mode: field(block, 100, 8, 'mode') & 0o7777,
    uid: paxNumber(pax, 'uid') ?? field(block, 108, 8, 'uid'),
    gid: paxNumber(pax, 'gid') ?? field(block, 116, 8, 'gid'),
    mtime: paxNumber(pax, 'mtime') ?? field(block, 136, 12, 'mtime'),
    // Only files have content; other kinds may carry a size that means nothing.
    sizeBytes: type === 'file' && !directory ? sizeBytes : 0,
    deviceMajor: field(block, 329, 8, 'devmajor'),
    deviceMinor: field(block, 337, 8, 'devminor'),
    xattrs: pax.size === 0 ? noXattrs : xattrsIn(pax),
  };
  expectId(entry.uid);
  expectId(entry.gid);
  return entry;
}

function expectId(id: number): void {
  if (!(Number.isInteger(id) && id >= 0 && id <= maxId)) throw malformedArchive(`${id} is not an owner`);
}

function xattrsIn(pax: PaxRecords): ReadonlyMap<string, Buffer> {
  const records = [...pax].filter(([key]) => key.startsWith(xattrPrefix));
  return new Map(records.map(([key, value]) => [key.slice(xattrPrefix.length), Buffer.from(value)]));
}

function headerPath(block: Buffer): string {
  const name = text(block, 0, 100);
  // GNU's own format has times where ustar has the beginning of a long path.
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? text(block, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function field(block: Buffer, at: number, length: number, name: string): number {
  const value = readTarNumber(block, at, at + length);
  if (value === undefined) throw malformedArchive(`the ${name} in a header is not a number`);
  return value;
}

function text(block: Buffer, at: number, length: number): string {
  const end = block.subarray(at, at + length).indexOf(0);
  return block.toString('utf8', at, end === -1 ? at + length : at + end);
}
