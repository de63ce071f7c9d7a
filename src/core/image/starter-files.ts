import type { TarMember } from '../files/tar-writer.ts';

const directories: Readonly<Record<string, number>> = {
  bin: 0o755,
  dev: 0o755,
  etc: 0o755,
  home: 0o755,
  proc: 0o555,
  root: 0o700,
  sys: 0o555,
  tmp: 0o1777,
  usr: 0o755,
  'usr/bin': 0o755,
  'usr/sbin': 0o755,
  sbin: 0o755,
  var: 0o755,
  'var/tmp': 0o1777,
};

const files: Readonly<Record<string, string>> = {
  'etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n',
  'etc/group': 'root:x:0:\ntty:x:5:\nnogroup:x:65534:\n',
  'etc/profile': "export PS1='\\h:\\w\\$ '\n",
};

export interface StarterEntry {
  readonly entry: TarMember;
  readonly content: Buffer;
}

/** What is in the starter image: busybox under all its names, and what programs expect of a system. */
export function starterEntries(busybox: Buffer, applets: readonly string[], mtime: number): StarterEntry[] {
  const make = (
    entry: Partial<TarMember> & Pick<TarMember, 'type' | 'path'>,
    content: Buffer = Buffer.alloc(0),
  ): StarterEntry => ({
    entry: {
      ...{ mode: 0o777, uid: 0, gid: 0, mtime },
      sizeBytes: content.length,
      ...entry,
    },
    content,
  });
  return [
    make({ type: 'directory', path: '.', mode: 0o755 }),
    ...Object.entries(directories).map(([path, mode]) => make({ type: 'directory', path, mode })),
    ...Object.entries(files).map(([path, text]) => make({ type: 'file', path, mode: 0o644 }, Buffer.from(text))),
    make({ type: 'file', path: 'bin/busybox', mode: 0o755 }, busybox),
    ...applets.map((applet) => make({ type: 'symlink', path: `bin/${applet}`, link: '/bin/busybox' })),
  ];
}
