import type { ConfinedDirectory } from '../host/confined-directory.ts';

/** stat(2): blocks are of this size whatever those of the disk are. */
const blockBytes = 512;

/** Bytes that a tree takes on disk; a file with several names counts once. What is mounted in it is not of it. */
export function measureTree(root: ConfinedDirectory, expectWanted: () => void): number {
  const seen = new Set<string>();
  let bytes = 0;
  const pending = [''];
  let device: number | undefined;
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    expectWanted();
    using directory = root.findPlain(path);
    if (directory === undefined || !directory.stats.isDirectory()) continue;
    device ??= directory.stats.dev;
    if (directory.stats.dev !== device) continue;
    for (const name of directory.list()) {
      const stats = directory.statsOf(name);
      if (stats === undefined) continue;
      const isKnown = stats.nlink > 1 && !stats.isDirectory() && seen.has(String(stats.ino));
      if (stats.nlink > 1) seen.add(String(stats.ino));
      if (!isKnown) bytes += stats.blocks * blockBytes;
      if (stats.isDirectory()) pending.push(path === '' ? name : `${path}/${name}`);
    }
  }
  return bytes;
}
