import { closeSync, fstatSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { ConmanError } from '../errors/index.ts';
import { openConfined } from './confined-open.ts';
import { systemError } from './system-error.ts';

/**
 * The text of a regular file as a process whose root is `root` would find it; undefined when there is none. Whatever the
 * tree holds, and whoever changes it meanwhile, nothing outside is read, and no device or FIFO is opened.
 */
export async function readConfinedText(root: string, path: string, maxBytes: number): Promise<string | undefined> {
  const place = openConfined(root, path);
  if (place === undefined) return undefined;
  try {
    if (!fstatSync(place).isFile()) return undefined;
    await using file = await open(`/proc/self/fd/${place}`, 'r');
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
    throw systemError(error, `read ${path} in ${root}`);
  } finally {
    closeSync(place);
  }
}
