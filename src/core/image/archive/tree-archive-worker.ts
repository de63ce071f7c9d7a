/** The program of the thread that archives a tree of files. */
import { serveStreamingThread } from '../../host/thread-stream.ts';
import { archiveTree, type TreeArchiveTask } from './tree-archive.ts';

await serveStreamingThread((task: TreeArchiveTask, pipes) => archiveTree(task, (chunk) => pipes.write(chunk)));
