import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConmanError } from '../errors/index.ts';
import { makeDirectory } from './directories.ts';
import { removeFile, writeText } from './files.ts';
import { type IdMaps, idMapText } from './id-maps.ts';
import { plainEnvironment } from './process.ts';
import type { Syscalls } from './syscalls.ts';
import { systemError } from './system-error.ts';

/** A user namespace that lives as long as its descriptor is open. */
export class UserNamespace implements Disposable {
  readonly descriptor: number;

  constructor(descriptor: number) {
    this.descriptor = descriptor;
  }

  [Symbol.dispose](): void {
    closeSync(this.descriptor);
  }
}

/** Keeps a user namespace for as long as it is mounted at `path`. */
export async function pinUserNamespace(namespace: UserNamespace, path: string, syscalls: Syscalls): Promise<void> {
  await makeDirectory(dirname(path));
  await writeText(path, '');
  syscalls.bindMount(`/proc/self/fd/${namespace.descriptor}`, path);
}

/** Lets go of it; one that is not pinned is not an error. */
export async function unpinUserNamespace(path: string, syscalls: Syscalls): Promise<void> {
  await syscalls.unmount(path);
  await removeFile(path);
}

/**
 * Makes a user namespace with these maps. `holder` is a program that goes into one, says so with a line, and stays until
 * its stdin ends: unshare(2) takes a process with one thread, which Node never is.
 */
export async function makeUserNamespace(
  [file, ...args]: readonly [string, ...string[]],
  { uids, gids }: IdMaps,
): Promise<UserNamespace> {
  const holder = spawn(file, args, { cwd: '/', env: { ...plainEnvironment }, stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  holder.stderr.on('data', (data: Buffer) => {
    complaint += data.toString();
  });
  const ended = new Promise<void>((resolve) => {
    holder.once('close', () => resolve());
    holder.once('error', (error) => {
      complaint ||= error.message;
      resolve();
    });
  });
  try {
    const isReady = await Promise.race([once(holder.stdout, 'data').then(() => true), ended.then(() => false)]);
    if (!isReady) throw unavailable(complaint);
    await writeMap(`/proc/${holder.pid}/uid_map`, idMapText(uids));
    await writeMap(`/proc/${holder.pid}/gid_map`, idMapText(gids));
    return new UserNamespace(openSync(`/proc/${holder.pid}/ns/user`, 'r'));
  } finally {
    holder.stdin.on('error', () => undefined).end();
    await ended;
  }
}

/** The kernel takes it in one write(2). */
async function writeMap(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw systemError(error, `map the ids ${text.trim().replaceAll('\n', ', ')}`);
  }
}

function unavailable(complaint: string): ConmanError {
  return new ConmanError('failed-precondition', `this kernel gives no user namespace: ${complaint.trim()}`, {
    hint: 'See /proc/sys/user/max_user_namespaces.',
  });
}
