import { threadProgram } from '../../host/thread-program.ts';
import { runWorkerTask } from '../../host/worker-thread.ts';
import type { TreeCopyTask } from './tree-copy.ts';

/** Copies what layers of overlayfs show together into an empty directory, in a thread of its own. */
export async function copyLayers(task: TreeCopyTask): Promise<void> {
  await runWorkerTask({
    program: threadProgram('tree-copy-worker', import.meta.url),
    data: task,
    onMessage: () => undefined,
    abort: new AbortController().signal,
  });
}
