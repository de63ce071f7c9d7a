import { StreamingThread } from '../host/thread-stream.ts';
import type { FilesJob, FilesRoot, FilesTask } from './files-task.ts';

/** Beside this file among the sources; scripts/bundle.ts puts it beside the programs. */
const program = new URL(import.meta.url.endsWith('.ts') ? './files-worker.ts' : './files-worker.js', import.meta.url);

/** A thread that does one thing with the files below a root. */
export function fileThread<Result>(root: FilesRoot, job: FilesJob, abort?: AbortSignal): StreamingThread<Result> {
  return new StreamingThread(program, { root, job } satisfies FilesTask, abort);
}
