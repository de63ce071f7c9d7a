import { callInThread, loadKoffi } from './koffi.ts';

/**
 * Gives memory back to the kernel that the C library keeps for later (malloc_trim(3)): what threads needed for moments
 * would stay resident for ever. Where there is no such function, nothing happens.
 */
export async function giveBackFreeMemory(): Promise<void> {
  const trim = findTrim();
  // Not on the caller's thread: it takes milliseconds.
  if (trim !== undefined) await callInThread(trim, [0], () => undefined);
}

function findTrim() {
  try {
    return loadKoffi().load(null).func('int malloc_trim(size_t)');
  } catch {
    return undefined;
  }
}

/**
 * Frees the memory of a chunk that nobody looks at any more, which is empty afterwards. Without it a stream of large
 * chunks makes V8 search the whole heap for them again and again.
 */
export function freeChunk({ buffer, byteOffset, byteLength }: Buffer): void {
  // Of what is a part only, somebody may have another part.
  if (byteOffset === 0 && byteLength === buffer.byteLength && buffer instanceof ArrayBuffer) buffer.transfer(0);
}
