import { resolveConfined } from '../host/confined-path.ts';
import { readHead } from '../host/files.ts';

/** Where the dynamic loaders of 32-bit programs are, on the architectures that have 64-bit ones besides. */
const compatLoaders = [
  '/lib/ld-linux.so.2',
  '/lib/ld-linux-armhf.so.3',
  '/lib/ld-musl-i386.so.1',
  '/lib/ld-musl-armhf.so.1',
];

const elfClass32 = 1;

/** True when a 32-bit program may run in this root file system: it has a loader for such, or the command is one. */
export async function hasCompatPrograms(rootfs: string, commandPath: string): Promise<boolean> {
  if (compatLoaders.some((path) => resolveConfined(rootfs, path) !== undefined)) return true;
  const head = await readHead(commandPath, 5);
  return head.toString('latin1', 0, 4) === '\x7fELF' && head[4] === elfClass32;
}
