import { constants } from 'node:fs';
import { open, readlink, realpath } from 'node:fs/promises';
import { ConmanError } from '../errors/index.ts';
import { resolveConfined } from './confined-path.ts';
import { errnoOf, systemError } from './system-error.ts';

/**
 * The text of a regular file as a process whose root is `root` would find it; undefined when there is none. Whatever the
 * tree holds, and whoever changes it meanwhile, nothing outside is read: what was opened is asked where it is.
 */
export async function readConfinedText(root: string, path: string, maxBytes: number): Promise<string | undefined> {
  const found = resolveConfined(root, path);
  if (found?.kind !== 'file') return undefined;
  try {
    await using file = await open(found.hostPath, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    const [opened, realRoot] = await Promise.all([readlink(`/proc/self/fd/${file.fd}`), realpath(root)]);
    if (!opened.startsWith(realRoot === '/' ? '/' : `${realRoot}/`) || !(await file.stat()).isFile()) return undefined;
    const buffer = Buffer.allocUnsafe(maxBytes + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length);
      if (bytesRead === 0) return buffer.toString('utf8', 0, length);
      length += bytesRead;
      if (length > maxBytes)
        throw new ConmanError('failed-precondition', `${path} in ${root} is larger than ${maxBytes} bytes`);
    }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ELOOP') return undefined;
    throw systemError(error, `read ${path} in ${root}`);
  }
}
