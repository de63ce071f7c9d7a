/** The program of the thread that compares a container's files with its image. */
import { serveWorkerTask } from '../../host/worker-thread.ts';
import { findTreeChanges, type TreeChangesTask } from './tree-changes.ts';

await serveWorkerTask(async (task: TreeChangesTask, post) => findTreeChanges(task, post));
