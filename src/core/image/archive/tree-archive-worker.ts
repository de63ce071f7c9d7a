/** The program of the thread that archives a tree of files. */
import { serveWorkerSource } from '../../host/worker-source.ts';
import { archiveTree } from './tree-archive.ts';

await serveWorkerSource(archiveTree);
