import { closeSync, openSync, writeSync } from 'node:fs';
import { systemError } from './system-error.ts';

/** A new file that is written piece by piece. Synchronous: for threads. */
export interface SpoolFile {
  readonly path: string;
  readonly sizeBytes: number;
  write(chunk: Uint8Array): void;
  /** Idempotent. */
  close(): void;
}

export function openSpoolFile(path: string): SpoolFile {
  const attempt = <T>(operation: () => T): T => {
    try {
      return operation();
    } catch (error) {
      throw systemError(error, `write ${path}`);
    }
  };
  const descriptor = attempt(() => openSync(path, 'wx', 0o600));
  let sizeBytes = 0;
  let isOpen = true;
  return {
    path,
    get sizeBytes() {
      return sizeBytes;
    },
    write(chunk) {
      attempt(() => {
        for (let at = 0; at < chunk.length; ) at += writeSync(descriptor, chunk, at);
      });
      sizeBytes += chunk.length;
    },
    close() {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
    },
  };
}
