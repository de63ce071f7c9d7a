/** Archives made by hand, also those that no archiver would make. */
export interface TarMember {
  readonly path: string;
  /** Of a ustar header: the beginning of a long path. */
  readonly prefix?: string;
  /** Type flag; a file when absent. */
  readonly type?: string;
  readonly link?: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtime?: number;
  readonly major?: number;
  readonly minor?: number;
  readonly content?: string | Buffer;
}

const blockBytes = 512;

export const tarEnd = Buffer.alloc(2 * blockBytes);

/** A member with its content and padding. */
export function tarMember(member: TarMember): Buffer {
  const content = Buffer.from(member.content ?? '');
  const padding = Buffer.alloc((blockBytes - (content.length % blockBytes)) % blockBytes);
  return Buffer.concat([tarHeader({ ...member, size: content.length }), content, padding]);
}

export function tarHeader(member: TarMember & { readonly size: number }): Buffer {
  const block = Buffer.alloc(blockBytes);
  block.write(member.path, 0, 100);
  writeNumber(block, 100, 8, member.mode ?? 0o644);
  writeNumber(block, 108, 8, member.uid ?? 0);
  writeNumber(block, 116, 8, member.gid ?? 0);
  writeNumber(block, 124, 12, member.size);
  writeNumber(block, 136, 12, member.mtime ?? 0);
  block.write(member.type ?? '0', 156);
  block.write(member.link ?? '', 157, 100);
  block.write('ustar\x0000', 257, 'latin1');
  block.write(member.prefix ?? '', 345, 155);
  writeNumber(block, 329, 8, member.major ?? 0);
  writeNumber(block, 337, 8, member.minor ?? 0);
  block.fill(' ', 148, 156);
  writeNumber(
    block,
    148,
    7,
    block.reduce((sum, byte) => sum + byte, 0),
  );
  return block;
}

/** Octal where it fits, else GNU's base-256. */
function writeNumber(block: Buffer, at: number, length: number, value: number): void {
  const octal = value < 0 ? '' : value.toString(8).padStart(length - 1, '0');
  if (octal.length === length - 1) {
    block.write(`${octal}\0`, at, 'latin1');
    return;
  }
  let rest = BigInt(value);
  for (let index = length - 1; index >= 0; index--) {
    block[at + index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  block[at] = (block[at] ?? 0) | 0x80;
}

export function paxRecord(key: string, value: string | Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from('\n')]);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

/** A whole archive. */
export function tarArchive(members: readonly (TarMember | Buffer)[]): Buffer {
  return Buffer.concat([...members.map((member) => (Buffer.isBuffer(member) ? member : tarMember(member))), tarEnd]);
}
