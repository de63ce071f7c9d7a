/**
 * The small door of the core: what a program needs before it loads the rest, which weighs a megabyte. In a module of its own,
 * because esbuild gives a program everything that a module it imports from imports.
 */
export { defaultSocketPath } from './daemon/defaults.ts';
export { configDirectory } from './host/config-directory.ts';
export { collectGarbage } from './host/heap.ts';
export { saveUserFile } from './host/saved-file.ts';
export { readStateFile, stateDirectory, writeStateFile } from './host/state-directory.ts';
