import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ConmanError } from '../errors/index.ts';
import { makeDirectory, makeDirectoryWithMode, removeTree } from '../host/directories.ts';
import { copyFileTo, makeSymlink, readBytes, renamePath, writeText } from '../host/files.ts';
import { runProcess } from '../host/process.ts';
import { Document } from '../store/document.ts';
import { isStaticElf } from './elf.ts';
import { type Image, imageDocument } from './image.ts';

export const starterImageName = 'busybox';

/** Where distributions put it. */
const hostPaths = ['/bin/busybox', '/usr/bin/busybox', '/usr/local/bin/busybox'];
const maxBytes = 16 * 1024 * 1024;

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

/**
 * Makes an image of the host's static busybox at `directory`, so that there is something to run without a registry.
 * It appears whole or not at all.
 */
export async function makeStarterImage(directory: string, createdAt: bigint): Promise<void> {
  const busybox = await findBusybox();
  const temporary = `${directory}.new`;
  await removeTree(temporary);
  const rootfs = join(temporary, 'rootfs');
  await makeDirectoryWithMode(rootfs, 0o755);
  for (const [path, mode] of Object.entries(directories)) await makeDirectoryWithMode(join(rootfs, path), mode);
  for (const [path, text] of Object.entries(files)) await writeText(join(rootfs, path), text, 0o644);
  await copyFileTo(busybox.path, join(rootfs, 'bin/busybox'), 0o755);
  for (const applet of await listApplets(busybox.path)) {
    await makeSymlink('/bin/busybox', join(rootfs, 'bin', applet));
  }
  const image: Image = {
    version: 1,
    name: starterImageName,
    id: createHash('sha256').update(busybox.content).digest('hex'),
    createdAt: createdAt.toString(),
    sizeBytes: busybox.content.length,
    command: ['/bin/sh'],
  };
  await Document.create(join(temporary, 'image.json'), imageDocument, image);
  await makeDirectory(join(directory, '..'));
  await renamePath(temporary, directory);
}

async function findBusybox(): Promise<{ path: string; content: Buffer }> {
  for (const path of hostPaths) {
    const content = await readBytes(path, maxBytes);
    if (content !== undefined && isStaticElf(content)) return { path, content };
  }
  throw new ConmanError('failed-precondition', 'the image "busybox" is made of the static busybox, which is missing', {
    hint: 'apt-get install busybox-static (Fedora: dnf install busybox), or give a root file system directory.',
  });
}

async function listApplets(busybox: string): Promise<string[]> {
  const { stdout } = await runProcess(busybox, ['--list'], { timeoutMs: 10_000 });
  return stdout.split('\n').filter((applet) => /^[\w.[-]+$/.test(applet) && applet !== 'busybox');
}
