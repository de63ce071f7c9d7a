import { resolveConfined } from '../host/confined-path.ts';

const shells = ['bash', 'ash', 'sh'];
const directories = ['/bin', '/usr/bin', '/usr/local/bin', '/sbin', '/usr/sbin'];

/** The best shell in the root of a running process, or undefined when there is none. */
export async function findShell(pid: number): Promise<string | undefined> {
  // The dot makes it the directory behind the kernel's link, which shows the container's own mounts.
  const root = `/proc/${pid}/root/.`;
  for (const shell of shells) {
    for (const directory of directories) {
      const path = `${directory}/${shell}`;
      if ((await resolveConfined(root, path))?.executable) return path;
    }
  }
  return undefined;
}
