import { posix } from 'node:path';
import type { FileOperations } from '../api/file-operations.ts';
import type { CopyInResult } from '../api/files.ts';
import { ConmanError } from '../errors/index.ts';
import { Gate } from '../host/gate.ts';
import { fileThread } from './file-thread.ts';
import type { FilesJob, FilesRoot } from './files-task.ts';

const maxReadBytes = 1024 * 1024;
const maxPathBytes = 4096;
/** Each is a thread of its own; the others wait. */
const maxThreads = 8;

/** `rootOf` gives where a container's root is at this moment. */
export function containerFiles(rootOf: (ref: string) => Promise<FilesRoot>): FileOperations {
  const gate = new Gate(maxThreads);
  async function ask<Result>(ref: string, job: FilesJob): Promise<Result> {
    const root = await rootOf(ref);
    return await gate.run(() => fileThread<Result>(root, job).result());
  }
  return {
    statPath: async (ref, path, { followLink = false } = {}) =>
      await ask(ref, { kind: 'stat', path: expectPath(path), followLink }),
    listDirectory: async (ref, path) => await ask(ref, { kind: 'list', path: expectPath(path) }),
    async readFile(ref, path, { offset = 0, maxBytes = maxReadBytes } = {}) {
      expectRange(offset, maxBytes);
      return await ask(ref, { kind: 'read', path: expectPath(path), offset, maxBytes });
    },
    async *copyOut(ref, path, { name, followLink = false } = {}, abort) {
      const from = expectPath(path);
      const job = {
        kind: 'copy-out',
        path: from,
        name: expectName(name ?? (posix.basename(from) || '.')),
        followLink,
      } as const;
      yield* fileThread(await rootOf(ref), job, abort).output();
    },
    async copyIn(ref, directory, archive, abort) {
      const job = { kind: 'copy-in', directory: expectPath(directory), keepOwner: true } as const;
      return await fileThread<CopyInResult>(await rootOf(ref), job, abort).consume(archive);
    },
  };
}

function expectPath(path: string): string {
  if (path.startsWith('/') && !path.includes('\0') && Buffer.byteLength(path) <= maxPathBytes) return path;
  throw new ConmanError('invalid-argument', `${JSON.stringify(path)} is no path in a container`, {
    hint: 'Give an absolute one: /etc/hosts',
  });
}

function expectName(name: string): string {
  if (name !== '' && name !== '..' && !/[/\0]/.test(name)) return name;
  throw new ConmanError('invalid-argument', `${JSON.stringify(name)} is no name for what is copied`);
}

function expectRange(offset: number, maxBytes: number): void {
  const isRange = Number.isSafeInteger(offset) && offset >= 0 && Number.isInteger(maxBytes) && maxBytes >= 1;
  if (isRange && maxBytes <= maxReadBytes) return;
  throw new ConmanError('invalid-argument', `${maxBytes} bytes from ${offset} on cannot be read`, {
    hint: `Read 1 to ${maxReadBytes} bytes at a time.`,
  });
}
