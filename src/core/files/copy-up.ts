import { fileThread } from './file-thread.ts';
import type { FilesRoot } from './files-task.ts';

/** Fills an empty directory with what a directory in a root holds, its owner and mode included. Nothing there: nothing done. */
export async function copyUp(root: FilesRoot, path: string, directory: string): Promise<void> {
  await fileThread(root, { kind: 'copy-up', path, directory }).result();
}

/** What a tree takes on disk, in bytes. */
export async function treeSize(path: string, abort?: AbortSignal): Promise<number> {
  return await fileThread<number>({ path }, { kind: 'measure' }, abort).result();
}
