import { threadProgram } from '../../host/thread-program.ts';
import { StreamingThread } from '../../host/thread-stream.ts';
import type { TreeArchiveTask } from './tree-archive.ts';

/** A tree of files as a tar archive, made in a thread of its own. */
export function readTree(task: TreeArchiveTask, abort?: AbortSignal): AsyncGenerator<Uint8Array> {
  return new StreamingThread<void>(threadProgram('tree-archive-worker', import.meta.url), task, abort).output();
}
