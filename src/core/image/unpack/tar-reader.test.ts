import { expect, test } from 'vitest';
import { ConmanError } from '../../errors/index.ts';
import { paxRecord, tarEnd, tarHeader, tarMember } from '../testing/tar-bytes.ts';
import type { TarEntry } from './tar-header.ts';
import { TarReader } from './tar-reader.ts';

interface Member extends TarEntry {
  content: string;
}

function read(archive: Buffer, chunkBytes = archive.length || 1): Member[] {
  const members: Member[] = [];
  const reader = new TarReader({
    entry: (entry) => members.push({ ...entry, content: '' }),
    data(chunk) {
      const last = members.at(-1);
      if (last !== undefined) last.content += chunk.toString('latin1');
    },
    endEntry: () => undefined,
  });
  for (let at = 0; at < archive.length; at += chunkBytes) reader.push(archive.subarray(at, at + chunkBytes));
  reader.finish();
  return members;
}

test('plain entries, however the bytes come', () => {
  const archive = Buffer.concat([
    tarMember({ path: 'etc/', type: '5', mode: 0o755, mtime: 1_700_000_000 }),
    tarMember({ path: 'etc/hostname', mode: 0o4644, uid: 1, gid: 2, content: 'x'.repeat(700) }),
    tarMember({ path: 'bin', type: '2', link: 'usr/bin' }),
    tarMember({ path: 'dev/null', type: '3', major: 1, minor: 3 }),
    tarEnd,
  ]);
  const whole = read(archive);
  expect(whole.map(({ type, path, link }) => [type, path, link])).toEqual([
    ['directory', 'etc/', ''],
    ['file', 'etc/hostname', ''],
    ['symlink', 'bin', 'usr/bin'],
    ['character', 'dev/null', ''],
  ]);
  expect(whole[1]).toMatchObject({ mode: 0o4644, uid: 1, gid: 2, sizeBytes: 700, content: 'x'.repeat(700) });
  expect(whole[3]).toMatchObject({ deviceMajor: 1, deviceMinor: 3 });
  for (const bytes of [1, 7, 511, 512, 513]) expect(read(archive, bytes)).toEqual(whole);
});

test('PAX: long names, sizes, times, owners and binary attributes', () => {
  const path = `${'d/'.repeat(200)}é`;
  const pax = Buffer.concat([
    paxRecord('path', path),
    paxRecord('mtime', '1700000000.25'),
    paxRecord('uid', '3000000000'),
    paxRecord('SCHILY.xattr.security.capability', Buffer.from([1, 0, 0x0a, 0xff])),
  ]);
  const [file, next] = read(
    Buffer.concat([
      tarMember({ path: 'PaxHeader', type: 'x', content: pax }),
      tarMember({ path: 'short', content: 'abc' }),
      tarMember({ path: 'next' }),
      tarEnd,
    ]),
  );
  expect(file).toMatchObject({ path, mtime: 1_700_000_000.25, uid: 3_000_000_000, content: 'abc' });
  expect(file?.xattrs.get('security.capability')).toEqual(Buffer.from([1, 0, 0x0a, 0xff]));
  expect(next).toMatchObject({ path: 'next', uid: 0 });
});

test('GNU long names and links, base-256 numbers', () => {
  const [member] = read(
    Buffer.concat([
      tarMember({ path: '././@LongLink', type: 'L', content: `${'a'.repeat(300)}\0` }),
      tarMember({ path: '././@LongLink', type: 'K', content: `${'b'.repeat(300)}\0` }),
      tarMember({ path: 'a', type: '2', link: 'b', uid: 0x9000_0000 }),
      tarEnd,
    ]),
  );
  expect(member).toMatchObject({ path: 'a'.repeat(300), link: 'b'.repeat(300), uid: 0x9000_0000 });
});

test.each([
  ['a wrong checksum', Buffer.concat([tarMember({ path: 'a' }).fill('z', 0, 1), tarEnd])],
  ['an archive cut in a header', tarMember({ path: 'a' }).subarray(0, 300)],
  ['an archive cut in a file', tarMember({ path: 'a', content: 'x'.repeat(600) }).subarray(0, 700)],
  ['a negative size', tarHeader({ path: 'a', size: -5 })],
  ['a huge size', tarHeader({ path: 'a', size: 2 ** 60 })],
  ['a huge long name', tarHeader({ path: 'a', type: 'L', size: 2 ** 21 })],
  ['endless descriptions', Buffer.concat(Array(3000).fill(tarHeader({ path: 'a', type: 'x', size: 0 })))],
  ['an unknown type', tarMember({ path: 'a', type: 'S' })],
  ['a broken PAX record', Buffer.concat([tarMember({ path: 'p', type: 'x', content: '99 path=a\n' }), tarEnd])],
  [
    'a negative PAX size',
    Buffer.concat([tarMember({ path: 'p', type: 'x', content: paxRecord('size', '-1') }), tarMember({ path: 'a' })]),
  ],
  [
    'a sparse file',
    Buffer.concat([
      tarMember({ path: 'p', type: 'x', content: paxRecord('GNU.sparse.major', '1') }),
      tarMember({ path: 'a' }),
    ]),
  ],
])('%s is refused', (_, archive) => {
  expect(() => read(archive)).toThrow(expect.objectContaining({ code: 'data-loss' }));
});

test('damaged archives end in our error or none, never in another or in a hang', () => {
  const good = Buffer.concat([
    tarMember({ path: 'p', type: 'x', content: paxRecord('path', 'some/long/path') }),
    tarMember({ path: 'a', content: 'hello' }),
    tarMember({ path: 'b', type: '1', link: 'a' }),
    tarEnd,
  ]);
  let seed = 7;
  const next = (below: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % below;
  };
  for (let turn = 0; turn < 3000; turn++) {
    const bad = Buffer.from(good);
    for (let change = next(4); change >= 0; change--) bad[next(bad.length)] = next(256);
    try {
      read(bad, 1 + next(600));
    } catch (error) {
      if (!(error instanceof ConmanError)) throw error;
    }
  }
});
