import { runWorkerTask } from '../../host/worker-thread.ts';
import type { TreeCopyTask } from './tree-copy.ts';

/** Beside this file among the sources; scripts/bundle.ts puts it beside the programs. */
const name = import.meta.url.endsWith('.ts') ? './tree-copy-worker.ts' : './tree-copy-worker.js';

/** Copies what layers of overlayfs show together into an empty directory, in a thread of its own. */
export async function copyLayers(task: TreeCopyTask): Promise<void> {
  await runWorkerTask({
    program: new URL(name, import.meta.url),
    data: task,
    onMessage: () => undefined,
    abort: new AbortController().signal,
  });
}
