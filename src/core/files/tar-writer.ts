/** One member to be written; what ustar cannot hold goes into a PAX header before it (pax, "ustar Interchange Format"). */
export interface TarMember {
  readonly type: 'file' | 'directory' | 'symlink' | 'hardlink' | 'character' | 'block' | 'fifo';
  readonly path: string;
  /** Of a symbolic or hard link. */
  readonly link?: string;
  /** Permissions. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Unix seconds with a fraction. */
  readonly mtime: number;
  /** Of a file. */
  readonly sizeBytes?: number;
  readonly deviceMajor?: number;
  readonly deviceMinor?: number;
  readonly xattrs?: ReadonlyMap<string, Buffer>;
}

const blockBytes = 512;
const maxNameBytes = 100;
const maxOctal7 = 0o7777777;
const maxOctal11 = 0o77777777777;

const flagOfType: Readonly<Record<TarMember['type'], string>> = {
  file: '0',
  hardlink: '1',
  symlink: '2',
  character: '3',
  block: '4',
  directory: '5',
  fifo: '6',
};

/** What ends an archive. */
export const tarEnd: Buffer = Buffer.alloc(2 * blockBytes);

/** What fills the last block of a content of this size. */
export function tarPadding(sizeBytes: number): Buffer {
  return Buffer.alloc((blockBytes - (sizeBytes % blockBytes)) % blockBytes);
}

/** The headers of a member. Of a file its content follows, and `tarPadding`. */
export function tarHeader(member: TarMember): Buffer {
  const path = member.type === 'directory' ? `${member.path}/` : member.path;
  const records = paxRecords(member, path);
  const header = ustarHeader({ ...member, path }, flagOfType[member.type]);
  if (records.length === 0) return header;
  const body = Buffer.concat(records);
  const facts = { ...member, path: 'PaxHeader', link: '', sizeBytes: body.length, mtime: 0, xattrs: new Map() };
  return Buffer.concat([ustarHeader(facts, 'x'), body, tarPadding(body.length), header]);
}

function paxRecords({ link = '', sizeBytes = 0, uid, gid, mtime, xattrs }: TarMember, path: string): Buffer[] {
  const records: Buffer[] = [];
  if (Buffer.byteLength(path) > maxNameBytes) records.push(paxRecord('path', path));
  if (Buffer.byteLength(link) > maxNameBytes) records.push(paxRecord('linkpath', link));
  if (sizeBytes > maxOctal11) records.push(paxRecord('size', String(sizeBytes)));
  if (uid > maxOctal7) records.push(paxRecord('uid', String(uid)));
  if (gid > maxOctal7) records.push(paxRecord('gid', String(gid)));
  if (!Number.isInteger(mtime) || mtime < 0 || mtime > maxOctal11) records.push(paxRecord('mtime', mtime.toFixed(6)));
  for (const [name, value] of xattrs ?? []) records.push(paxRecord(`SCHILY.xattr.${name}`, value));
  return records;
}

/** `LENGTH KEY=VALUE\n`, where LENGTH counts itself. */
function paxRecord(key: string, value: string | Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from('\n')]);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

function ustarHeader(member: TarMember, flag: string): Buffer {
  const block = Buffer.alloc(blockBytes);
  const { path, link = '', sizeBytes = 0, deviceMajor = 0, deviceMinor = 0 } = member;
  block.set(Buffer.from(path).subarray(0, maxNameBytes), 0);
  octal(block, 100, 8, member.mode);
  octal(block, 108, 8, Math.min(member.uid, maxOctal7));
  octal(block, 116, 8, Math.min(member.gid, maxOctal7));
  octal(block, 124, 12, Math.min(sizeBytes, maxOctal11));
  octal(block, 136, 12, Math.min(Math.max(0, Math.floor(member.mtime)), maxOctal11));
  block.write(flag, 156, 'latin1');
  block.set(Buffer.from(link).subarray(0, maxNameBytes), 157);
  block.write('ustar\x0000', 257, 'latin1');
  octal(block, 329, 8, deviceMajor);
  octal(block, 337, 8, deviceMinor);
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

function octal(block: Buffer, at: number, length: number, value: number): void {
  block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
}
