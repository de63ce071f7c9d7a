import { StreamingThread } from '../../host/thread-stream.ts';
import type { TreeArchiveTask } from './tree-archive.ts';

/** Beside this file among the sources; scripts/bundle.ts puts it beside the programs. */
const name = import.meta.url.endsWith('.ts') ? './tree-archive-worker.ts' : './tree-archive-worker.js';

/** A tree of files as a tar archive, made in a thread of its own. */
export function readTree(task: TreeArchiveTask, abort?: AbortSignal): AsyncGenerator<Uint8Array> {
  return new StreamingThread<void>(new URL(name, import.meta.url), task, abort).output();
}
