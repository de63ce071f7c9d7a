import { ConmanError } from '../errors/index.ts';
import { readBytes } from '../host/files.ts';
import { isStaticElf } from './elf.ts';

/** Where distributions put it. */
const paths = ['/bin/busybox', '/usr/bin/busybox', '/usr/local/bin/busybox'];
const maxBytes = 16 * 1024 * 1024;

/**
 * The host's static busybox. Fails with `failed-precondition` when there is none; `what` is that which needs it, and
 * `otherwise` what else the user can do.
 */
export async function findHostBusybox(what: string, otherwise: string): Promise<{ path: string; content: Buffer }> {
  for (const path of paths) {
    const content = await readBytes(path, maxBytes);
    if (content !== undefined && isStaticElf(content)) return { path, content };
  }
  throw new ConmanError('failed-precondition', `${what} is made of the static busybox, which is missing`, {
    hint: `apt-get install busybox-static (Fedora: dnf install busybox), or ${otherwise}.`,
  });
}
