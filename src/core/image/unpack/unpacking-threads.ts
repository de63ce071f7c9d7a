import { randomBytes } from 'node:crypto';
import { TaskThread } from '../../host/task-thread.ts';
import type { InflateNews, InflateTask } from './inflate-blob.ts';
import type { ExtractNews, ExtractTask } from './layer-tasks.ts';

/** Beside this file among the sources; scripts/bundle.ts puts them beside the programs. */
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

/** As many layers as are unpacked at once: one more than keep two processors busy, as some wait for what is fetched. */
export const writers = 3;

/** A layer whose files are there, and which the thread that made them remembers until it is settled. */
export interface ExtractedLayer extends AsyncDisposable {
  /** `lower` are the directories of the layers below, top first, complete. Gives the bytes in the layer's files. */
  settle(lower: readonly string[]): Promise<number>;
}

/** The threads that unpack: one takes blobs in and inflates them, the others write what is in them. */
export class UnpackingThreads {
  readonly #inflater = new TaskThread(new URL(`./inflate-worker${extension}`, import.meta.url));
  readonly #writers = Array.from(
    { length: writers },
    () => new TaskThread(new URL(`./layer-worker${extension}`, import.meta.url)),
  );

  async inflate(task: InflateTask, onNews: (news: InflateNews) => void): Promise<void> {
    await this.#inflater.run<void>(task, onNews);
  }

  /** By the thread that has least to do at this moment. */
  async extract(task: Omit<ExtractTask, 'kind' | 'id'>, onNews: (news: ExtractNews) => void): Promise<ExtractedLayer> {
    const writer = this.#writers.reduce((least, thread) => (thread.load < least.load ? thread : least));
    const id = randomBytes(8).toString('hex');
    const hold = writer.hold();
    try {
      await writer.run({ kind: 'extract', id, ...task }, onNews);
    } catch (error) {
      hold[Symbol.dispose]();
      throw error;
    }
    return {
      settle: async (lower) => await writer.run<number>({ kind: 'settle', id, lower }),
      async [Symbol.asyncDispose]() {
        await writer.run({ kind: 'forget', id }).catch(() => undefined);
        hold[Symbol.dispose]();
      },
    };
  }

  close(): void {
    this.#inflater.close();
    for (const thread of this.#writers) thread.close();
  }
}
