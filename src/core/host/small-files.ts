import { closeSync, openSync, readSync } from 'node:fs';

/** More than any file of a cgroup or of /proc/net that is read here, for hundreds of processors or devices. */
const bufferBytes = 64 * 1024;

/**
 * Reads small files of the kernel, which hold no disk up: synchronously, for a trip to a worker thread costs ten times as
 * much as the reading.
 */
export class SmallFiles {
  readonly #buffer = Buffer.allocUnsafe(bufferBytes);

  /** The file's first 64 KiB as text; empty when it cannot be read. */
  read(path: string): string {
    let descriptor: number;
    try {
      descriptor = openSync(path, 'r');
    } catch {
      return '';
    }
    try {
      let length = 0;
      for (;;) {
        const count = readSync(descriptor, this.#buffer, length, bufferBytes - length, null);
        length += count;
        if (count === 0 || length === bufferBytes) return this.#buffer.toString('latin1', 0, length);
      }
    } catch {
      return '';
    } finally {
      closeSync(descriptor);
    }
  }
}
