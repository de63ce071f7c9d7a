import { threadProgram } from '../host/thread-program.ts';
import { StreamingThread } from '../host/thread-stream.ts';
import type { FilesJob, FilesRoot, FilesTask } from './files-task.ts';

/** A thread that does one thing with the files below a root. */
export function fileThread<Result>(root: FilesRoot, job: FilesJob, abort?: AbortSignal): StreamingThread<Result> {
  return new StreamingThread(threadProgram('files-worker', import.meta.url), { root, job } satisfies FilesTask, abort);
}
