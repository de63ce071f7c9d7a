import { TaskThread } from '../../host/task-thread.ts';

/** Beside this file among the sources; scripts/bundle.ts puts them beside the programs. */
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

/** As many layers as are unpacked at once. Making files is bound by the processor, and more get into each other's way. */
export const writers = 2;

/** The threads that unpack: one takes blobs in and inflates them, the others write what is in them. */
export class UnpackingThreads {
  readonly inflater = new TaskThread(new URL(`./inflate-worker${extension}`, import.meta.url));
  readonly #writers = Array.from(
    { length: writers },
    () => new TaskThread(new URL(`./layer-worker${extension}`, import.meta.url)),
  );

  /** The one with least to do. */
  writer(): TaskThread {
    const [first, ...others] = this.#writers;
    if (first === undefined) throw new Error('there are no writers');
    return others.reduce((least, thread) => (thread.load < least.load ? thread : least), first);
  }

  close(): void {
    this.inflater.close();
    for (const thread of this.#writers) thread.close();
  }
}
