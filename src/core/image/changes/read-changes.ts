import type { FileChange } from '../../api/image.ts';
import { threadProgram } from '../../host/thread-program.ts';
import { runWorkerTask } from '../../host/worker-thread.ts';
import type { TreeChangesTask } from './tree-changes.ts';

/** What an upper directory changes, by path; found out in a thread of its own. */
export async function readChanges(task: TreeChangesTask, abort: AbortSignal): Promise<FileChange[]> {
  const changes: FileChange[] = [];
  await runWorkerTask<readonly FileChange[]>({
    program: threadProgram('tree-changes-worker', import.meta.url),
    data: task,
    onMessage: (batch) => void changes.push(...batch),
    abort,
  });
  return changes.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
