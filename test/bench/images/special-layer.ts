import { paxRecord, type TarMember, tarArchive } from '../../../src/core/image/testing/tar-bytes.ts';

/** Everything that is special in a layer: whiteouts of what is below, links, attributes, owners, modes, long names. */
export function specialLayer(): Buffer {
  const directory = (path: string, mode = 0o755, more: Partial<TarMember> = {}): TarMember => ({
    path,
    type: '5',
    mode,
    ...more,
  });
  const capability = Buffer.from('0100000200200000000000000000000000000000', 'hex');
  const pax = (key: string, value: string | Buffer): TarMember => ({
    path: 'pax',
    type: 'x',
    content: paxRecord(key, value),
  });
  const long = `opt/s/${'d'.repeat(120)}/${'e'.repeat(140)}`;
  return tarArchive([
    { path: 'etc/.wh.motd' },
    { path: 'usr/share/.wh.doc' },
    directory('srv/app/node_modules/zod/'),
    { path: 'srv/app/node_modules/zod/.wh..wh..opq' },
    { path: 'srv/app/node_modules/zod/only.js', content: 'x' },
    directory('opt/'),
    directory('opt/s/', 0o2775, { uid: 1000, gid: 2000, mtime: 1_600_000_000 }),
    { path: 'opt/s/suid', mode: 0o4755, content: '#!/bin/sh\n' },
    { path: 'opt/s/h1', content: 'hardlink'.repeat(1000), mtime: 1_500_000_000 },
    { path: 'opt/s/h2', type: '1', link: 'opt/s/h1' },
    { path: 'opt/s/absolute', type: '2', link: '/etc/passwd' },
    { path: 'opt/s/fifo', type: '6' },
    { path: 'opt/s/null', type: '3', major: 1, minor: 3, mode: 0o666 },
    pax('SCHILY.xattr.security.capability', capability),
    { path: 'opt/s/ping', mode: 0o755, content: 'c' },
    pax('path', `opt/s/${'d'.repeat(120)}/`),
    directory('deep/'),
    pax('path', long),
    { path: 'long', content: 'l' },
    { path: 'opt/s/owner', uid: 3_000_000, gid: 4_000_000, content: 'i' },
    directory('opt/s/tmp/', 0o1777),
    ...Array.from({ length: 300 }, (_, index) => ({ path: `usr/lib/python3/.wh.f${index}` })),
  ]);
}
