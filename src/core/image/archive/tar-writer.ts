import type { EntryType, TarEntry } from '../unpack/tar-header.ts';

const blockBytes = 512;
const xattrPrefix = 'SCHILY.xattr.';

const flagOfType: Readonly<Record<EntryType, string>> = {
  file: '0',
  hardlink: '1',
  symlink: '2',
  character: '3',
  block: '4',
  directory: '5',
  fifo: '6',
};

/** Two blocks of nothing. */
export const tarEnd = Buffer.alloc(2 * blockBytes);

/**
 * The header of an entry: ustar, with a PAX header in front for what that cannot say. The content follows, then
 * `tarPadding`. Attributes are bytes, which is why no library that takes them as text would do.
 */
export function tarHeader(entry: TarEntry): Buffer {
  const { path, link, uid, gid, sizeBytes } = entry;
  const records: Buffer[] = [];
  if (!fitsField(path, 100)) records.push(paxRecord('path', path));
  if (!fitsField(link, 100)) records.push(paxRecord('linkpath', link));
  for (const [key, value] of [
    ['uid', uid],
    ['gid', gid],
  ] as const) {
    if (value > 0o7777777) records.push(paxRecord(key, String(value)));
  }
  if (sizeBytes > 0o77777777777) records.push(paxRecord('size', String(sizeBytes)));
  for (const [name, value] of entry.xattrs) records.push(paxRecord(`${xattrPrefix}${name}`, value));
  const header = ustarHeader(entry, flagOfType[entry.type]);
  if (records.length === 0) return header;
  const body = Buffer.concat(records);
  const about: TarEntry = {
    ...entry,
    path: 'PaxHeader',
    link: '',
    uid: 0,
    gid: 0,
    mode: 0o644,
    sizeBytes: body.length,
  };
  return Buffer.concat([ustarHeader(about, 'x'), body, tarPadding(body.length), header]);
}

/** What fills the last block of a content. */
export function tarPadding(sizeBytes: number): Buffer {
  return tarEnd.subarray(0, (blockBytes - (sizeBytes % blockBytes)) % blockBytes);
}

function ustarHeader(entry: TarEntry, flag: string): Buffer {
  const block = Buffer.alloc(blockBytes);
  const { mode, uid, gid, sizeBytes, mtime, deviceMajor, deviceMinor } = entry;
  block.write(entry.path, 0, 100);
  writeOctal(block, 100, 8, mode);
  writeOctal(block, 108, 8, uid);
  writeOctal(block, 116, 8, gid);
  writeOctal(block, 124, 12, sizeBytes);
  // A time before 1970 cannot be said in ustar, and no layer needs one.
  writeOctal(block, 136, 12, Math.max(0, Math.floor(mtime)));
  block.write(flag, 156);
  block.write(entry.link, 157, 100);
  block.write('ustar\x0000', 257, 'latin1');
  writeOctal(block, 329, 8, deviceMajor);
  writeOctal(block, 337, 8, deviceMinor);
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** A number that does not fit is in the PAX header. */
function writeOctal(block: Buffer, at: number, length: number, value: number): void {
  const digits = value.toString(8).padStart(length - 1, '0');
  block.write(digits.length < length ? `${digits}\0` : '0'.repeat(length - 1), at, 'latin1');
}

function fitsField(text: string, bytes: number): boolean {
  return Buffer.byteLength(text) <= bytes && /^[\x20-\x7e]*$/.test(text);
}

/** `LENGTH KEY=VALUE\n`; LENGTH counts itself too. */
function paxRecord(key: string, value: string | Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from('\n')]);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}
