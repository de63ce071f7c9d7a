/** The program of the thread that copies a root file system. */
import { serveWorkerTask } from '../../host/worker-thread.ts';
import { copyTree, type TreeCopyTask } from './tree-copy.ts';

await serveWorkerTask(async (task: TreeCopyTask) => copyTree(task));
