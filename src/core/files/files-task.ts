import type { FileFacts, FilePiece, ReadFileOptions } from '../api/files.ts';
import { ConmanError } from '../errors/index.ts';
import { ConfinedChanges } from '../host/confined-changes.ts';
import { ConfinedDirectory, type Place } from '../host/confined-directory.ts';
import type { IdMaps } from '../host/id-maps.ts';
import { isProcessAlive, type ProcessIdentity } from '../host/process-identity.ts';
import { systemError } from '../host/system-error.ts';
import type { ThreadPipes } from '../host/thread-stream.ts';
import { TreeSyscalls } from '../host/tree-syscalls.ts';
import { TarReader } from '../image/unpack/tar-reader.ts';
import { fileFacts } from './file-facts.ts';
import { type ArchiveOptions, archiveTree } from './tree-archive.ts';
import { measureTree } from './tree-size.ts';
import { TreeUnpacker } from './tree-unpacker.ts';

/** A root on the host. With a process it is that of this process, and of nobody who has got its pid since. */
export interface FilesRoot {
  readonly path: string;
  readonly process?: ProcessIdentity | undefined;
  /** Between its ids and those of the host, where it has its own. */
  readonly maps?: IdMaps | undefined;
}

export type FilesJob =
  | { readonly kind: 'stat'; readonly path: string; readonly followLink: boolean }
  | { readonly kind: 'list'; readonly path: string }
  | ({ readonly kind: 'read'; readonly path: string } & Required<ReadFileOptions>)
  | ({ readonly kind: 'copy-out' } & ArchiveOptions)
  | { readonly kind: 'copy-up'; readonly path: string; readonly directory: string }
  | { readonly kind: 'measure' }
  | { readonly kind: 'copy-in'; readonly directory: string; readonly keepOwner: boolean };

export interface FilesTask {
  readonly root: FilesRoot;
  readonly job: FilesJob;
}

/** More than people look at, and than a message should hold. */
const maxNames = 100_000;

/** What a thread does with a container's files. */
export function carryOutFilesTask({ root: place, job }: FilesTask, pipes: ThreadPipes): unknown {
  const { process } = place;
  const syscalls = new TreeSyscalls();
  using root = openRoot(place, syscalls);
  if (process !== undefined && !isProcessAlive(process)) throw ended();
  switch (job.kind) {
    case 'stat':
      return statPath(root, job.path, job.followLink);
    case 'list':
      return listDirectory(root, job.path);
    case 'read':
      return readFile(root, job);
    case 'copy-out':
      return archiveTree(root, syscalls, job, (chunk) => pipes.write(chunk));
    case 'copy-up':
      return fillDirectory(root, syscalls, job);
    case 'measure':
      return measureTree(root, () => pipes.expectWanted());
    case 'copy-in':
      return unpack(root, new ConfinedChanges(root, syscalls), job, pipes);
  }
}

function openRoot({ path, process, maps }: FilesTask['root'], syscalls: TreeSyscalls): ConfinedDirectory {
  try {
    return new ConfinedDirectory(path, syscalls, maps);
  } catch (cause) {
    throw process === undefined ? systemError(cause, `open ${path}`) : ended(cause);
  }
}

function ended(cause?: unknown): ConmanError {
  return new ConmanError('aborted', 'the container ended at this moment', { hint: 'Try again.', cause });
}

function found(place: Place | undefined, path: string): Place {
  if (place !== undefined) return place;
  throw new ConmanError('not-found', `there is no ${path}`);
}

function statPath(root: ConfinedDirectory, path: string, follow: boolean): FileFacts {
  using place = found(root.find(path, { follow }), path);
  const trimmed = path.replace(/\/+$/, '');
  const slash = trimmed.lastIndexOf('/');
  const name = trimmed.slice(slash + 1);
  using parent = root.find(trimmed.slice(0, slash + 1), { follow: true });
  const linkTarget = place.stats.isSymbolicLink() ? parent?.linkTargetOf(name) : undefined;
  return fileFacts(name || '/', place.stats, linkTarget);
}

function listDirectory(root: ConfinedDirectory, path: string): FileFacts[] {
  using directory = found(root.find(path, { follow: true }), path);
  if (!directory.stats.isDirectory()) throw new ConmanError('failed-precondition', `${path} is no directory`);
  const names = directory.list();
  if (names.length > maxNames) {
    throw new ConmanError('resource-exhausted', `${path} holds ${names.length} names, more than can be listed`);
  }
  return names.toSorted().flatMap((name) => {
    const stats = directory.statsOf(name);
    if (stats === undefined) return [];
    return [fileFacts(name, stats, stats.isSymbolicLink() ? directory.linkTargetOf(name) : undefined)];
  });
}

function readFile(
  root: ConfinedDirectory,
  { path, offset, maxBytes }: FilesJob & { readonly kind: 'read' },
): FilePiece {
  using place = found(root.find(path, { follow: true }), path);
  using file = place.openFile();
  if (file === undefined) throw new ConmanError('failed-precondition', `${path} is no regular file`);
  const buffer = new Uint8Array(maxBytes);
  return { data: buffer.slice(0, file.read(buffer, offset)), sizeBytes: place.stats.size };
}

function unpack(
  root: ConfinedDirectory,
  changes: ConfinedChanges,
  job: FilesJob & { readonly kind: 'copy-in' },
  pipes: ThreadPipes,
) {
  const { directory } = job;
  using place = found(root.find(directory, { follow: true }), directory);
  if (!place.stats.isDirectory()) throw new ConmanError('failed-precondition', `${directory} is no directory`);
  const unpacker = new TreeUnpacker(changes, job);
  const reader = new TarReader(unpacker);
  try {
    for (let chunk = pipes.read(); chunk !== undefined; chunk = pipes.read()) reader.push(Buffer.from(chunk.buffer));
    reader.finish();
    unpacker.finish();
  } catch (error) {
    unpacker.abandon();
    throw error;
  }
  return unpacker.result;
}

function fillDirectory(
  root: ConfinedDirectory,
  syscalls: TreeSyscalls,
  { path, directory }: FilesJob & { readonly kind: 'copy-up' },
): void {
  using from = root.find(path, { follow: true });
  using target = new ConfinedDirectory(directory, syscalls);
  if (from === undefined || !from.stats.isDirectory() || !isEmpty(target)) return;
  const changes = new ConfinedChanges(target, syscalls);
  const unpacker = new TreeUnpacker(changes, { directory: '/', keepOwner: true });
  const reader = new TarReader(unpacker);
  const options = { path, name: '.', followLink: true };
  archiveTree(root, syscalls, options, (chunk) => reader.push(Buffer.from(chunk.buffer)));
  reader.finish();
  unpacker.finish();
  changes.setRootFacts(from.stats);
}

function isEmpty(directory: ConfinedDirectory): boolean {
  using place = directory.find('', { follow: true });
  return place?.list().length === 0;
}
