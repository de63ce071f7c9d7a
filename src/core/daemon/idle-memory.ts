import { giveBackFreeMemory } from '../host/free-memory.ts';
import { collectGarbage, usedHeapBytes } from '../host/heap.ts';

/** Nobody waits for conmand then. */
const quietMs = 1_500;
/** Less is not worth a collection. */
const worthwhileBytes = 4 * 1024 * 1024;

export interface Heap {
  usedBytes(): number;
  collect(): void;
}

/**
 * Gives back what work has left behind, once all is quiet: V8 keeps garbage until it runs short, and a daemon that waits
 * for days would keep what its start or a hundred containers needed for a moment.
 */
export class IdleMemory {
  readonly #heap: Heap;
  #keptBytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(heap: Heap = { usedBytes: usedHeapBytes, collect }) {
    this.#heap = heap;
  }

  /** Something was done, the start included. */
  worked(): void {
    if (this.#timer) this.#timer.refresh();
    else this.#timer = setTimeout(() => this.#rest(), quietMs).unref();
  }

  #rest(): void {
    if (this.#heap.usedBytes() - this.#keptBytes < worthwhileBytes) return;
    this.#heap.collect();
    this.#keptBytes = this.#heap.usedBytes();
  }
}

function collect(): void {
  collectGarbage();
  void giveBackFreeMemory();
}
