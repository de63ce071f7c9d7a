import { closeSync, writeSync } from 'node:fs';
import { errnoOf } from './system-error.ts';

/** Written at once, so that the last words of a process that ends are not lost. Nobody reading is no error. */
export function writeStandardError(text: string): void {
  try {
    writeSync(2, text);
  } catch (error) {
    // EAGAIN: a full pipe that somebody made non-blocking. A log line is not worth waiting for.
    if (!['EPIPE', 'EAGAIN', 'EBADF', 'ENOSPC', 'EIO'].includes(errnoOf(error) ?? '')) throw error;
  }
}

/** Tells whoever started this program that it is ready, and closes the descriptor so that no child inherits it. */
export function reportReady(descriptor: number): void {
  try {
    writeSync(descriptor, 'ready\n');
  } catch {
    // They did not wait.
  } finally {
    closeSync(descriptor);
  }
}
