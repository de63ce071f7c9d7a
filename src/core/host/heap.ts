import { getHeapStatistics } from 'node:v8';

/** Memory of JavaScript objects in use and not yet collected, in bytes. */
export function usedHeapBytes(): number {
  return getHeapStatistics().used_heap_size;
}

/** Collects all garbage and gives the pages back, which takes some 30 ms; nothing without Node's `--expose-gc`. */
export function collectGarbage(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
