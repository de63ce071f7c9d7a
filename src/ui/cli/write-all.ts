import { once } from 'node:events';

/** Writes all of `data` and waits while the reader is slower. Rejects when there is no reader any more (EPIPE). */
export async function writeAll(stream: NodeJS.WriteStream, data: string | Uint8Array): Promise<void> {
  if (stream.errored) throw stream.errored;
  if (!stream.write(data)) await once(stream, 'drain');
}

/** Waits until everything written has left the process. */
export function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.errored || stream.destroyed) resolve();
    else stream.write('', () => resolve());
  });
}

/** True when an output has no reader any more, as with `conmanctl ... | head`: a way to end, not a failure. */
export function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
