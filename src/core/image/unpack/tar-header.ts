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
  /** It begins there. */
  readonly block: Buffer;
  readonly at: number;
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

/** Checks the sum of what begins at `at` and reads what decides how to go on. It is valid as long as the block is. */
export function readHeader(block: Buffer, at: number): RawHeader {
  if (readTarNumber(block, at + 148, at + 156) !== checksum(block, at))
    throw malformedArchive('a header has a wrong checksum');
  return {
    typeflag: String.fromCharCode(block[at + 156] ?? 0),
    sizeBytes: field(block, at + 124, 12, 'size'),
    block,
    at,
  };
}

function checksum(block: Buffer, start: number): number {
  // Its own field counts as blanks.
  let sum = 8 * 0x20;
  for (let at = start; at < start + 148; at++) sum += block[at] ?? 0;
  for (let at = start + 156; at < start + 512; at++) sum += block[at] ?? 0;
  return sum;
}

/** `sizeBytes` and `pax` count, whatever header and overrides say of them. */
export function describeEntry(
  { block, at, typeflag }: RawHeader,
  sizeBytes: number,
  long: Overrides,
  pax: PaxRecords,
): TarEntry {
  const path = pax.get('path')?.toString('utf8') ?? long.path ?? headerPath(block, at);
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
    link: pax.get('linkpath')?.toString('utf8') ?? long.link ?? text(block, at + 157, 100),
    mode: field(block, at + 100, 8, 'mode') & 0o7777,
    uid: paxNumber(pax, 'uid') ?? field(block, at + 108, 8, 'uid'),
    gid: paxNumber(pax, 'gid') ?? field(block, at + 116, 8, 'gid'),
    mtime: paxNumber(pax, 'mtime') ?? field(block, at + 136, 12, 'mtime'),
    // Only files have content; other kinds may carry a size that means nothing.
    sizeBytes: type === 'file' && !directory ? sizeBytes : 0,
    deviceMajor: field(block, at + 329, 8, 'devmajor'),
    deviceMinor: field(block, at + 337, 8, 'devminor'),
    xattrs: xattrsIn(pax),
  };
  expectId(entry.uid);
  expectId(entry.gid);
  return entry;
}

function expectId(id: number): void {
  if (!(Number.isInteger(id) && id >= 0 && id <= maxId)) throw malformedArchive(`${id} is not an owner`);
}

function xattrsIn(pax: PaxRecords): ReadonlyMap<string, Buffer> {
  let found: Map<string, Buffer> | undefined;
  for (const [key, value] of pax) {
    if (!key.startsWith(xattrPrefix)) continue;
    found ??= new Map();
    found.set(key.slice(xattrPrefix.length), Buffer.from(value));
  }
  return found ?? noXattrs;
}

function headerPath(block: Buffer, at: number): string {
  const name = text(block, at, 100);
  // GNU's own format has times where ustar has the beginning of a long path.
  const prefix = isUstar(block, at) ? text(block, at + 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** `ustar` and a NUL. */
function isUstar(block: Buffer, at: number): boolean {
  return block.readUInt32BE(at + 257) === 0x75737461 && block.readUInt16BE(at + 261) === 0x7200;
}

function field(block: Buffer, at: number, length: number, name: string): number {
  const value = readTarNumber(block, at, at + length);
  if (value === undefined) throw malformedArchive(`the ${name} in a header is not a number`);
  return value;
}

/** Up to the first NUL. */
function text(block: Buffer, start: number, maxBytes: number): string {
  let end = start;
  while (end < start + maxBytes && block[end] !== 0) end++;
  return end === start ? '' : block.toString('utf8', start, end);
}
