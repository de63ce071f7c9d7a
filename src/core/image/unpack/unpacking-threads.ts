import { randomBytes } from 'node:crypto';
import { FileHandover, type HandedOverFiles } from '../../host/file-handover.ts';
import { giveBackFreeMemory } from '../../host/free-memory.ts';
import { collectGarbage } from '../../host/heap.ts';
import { TaskThread } from '../../host/task-thread.ts';
import { threadProgram } from '../../host/thread-program.ts';
import { joinParts } from '../joined-parts.ts';
import type { InflateNews, InflateTask } from './inflate-blob.ts';
import type { ExtractNews, ExtractTask } from './layer-tasks.ts';

/** As many layers as are unpacked at once: one more than keep two processors busy, as some wait for what is fetched. */
export const writers = 3;

/** A layer whose files are there, and which the thread that made them remembers until it is settled. */
export interface ExtractedLayer extends AsyncDisposable {
  /** `lower` are the directories of the layers below, top first, complete. Gives the bytes in the layer's files. */
  settle(lower: readonly string[]): Promise<number>;
}

/**
 * The threads that unpack: one takes blobs in and inflates them, the writers make what is in them, a layer each, and one
 * helps them with small files.
 */
export class UnpackingThreads {
  readonly #inflater = this.#thread('inflate-worker');
  readonly #helper = this.#thread('file-worker');
  readonly #writers = Array.from({ length: writers }, () => this.#thread('layer-worker'));

  async inflate(task: InflateTask, onNews: (news: InflateNews) => void): Promise<void> {
    await this.#inflater.run<void>(task, onNews);
  }

  /** By the thread that has least to do at this moment. */
  async extract(
    task: Omit<ExtractTask, 'kind' | 'id' | 'handover'>,
    onNews: (news: ExtractNews) => void,
  ): Promise<ExtractedLayer> {
    const writer = this.#writers.reduce((least, thread) => (thread.load < least.load ? thread : least));
    const id = randomBytes(8).toString('hex');
    const hold = writer.hold();
    try {
      await this.#extractWithHelp(writer, { kind: 'extract', id, ...task }, onNews);
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

  /** Resolves or rejects when neither of both threads works on it any more. */
  async #extractWithHelp(writer: TaskThread, task: ExtractTask, onNews: (news: ExtractNews) => void): Promise<void> {
    const ring = FileHandover.createRing();
    const help: HandedOverFiles = { root: task.target, input: ring.memory };
    const helped = this.#helper.run<void>(help);
    const extracted = writer.run<void>({ ...task, handover: ring.memory }, onNews);
    // Also when a thread dies and cannot say so itself.
    helped.catch(() => ring.leave());
    extracted.catch(() => ring.fail());
    await joinParts([helped, extracted]);
  }

  #thread(program: string): TaskThread {
    return new TaskThread(threadProgram(program, import.meta.url), () => this.#ended());
  }

  /** When all of them are gone, so is the reason for what was kept for them. */
  #ended(): void {
    if ([this.#inflater, this.#helper, ...this.#writers].some(({ isRunning }) => isRunning)) return;
    // Memory that threads share is garbage like any other.
    collectGarbage();
    void giveBackFreeMemory();
  }

  close(): void {
    this.#inflater.close();
    this.#helper.close();
    for (const thread of this.#writers) thread.close();
  }
}
