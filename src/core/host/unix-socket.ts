import { closeSync, constants, openSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { basename, dirname } from 'node:path';
import { ConmanError } from '../errors/index.ts';

export type UnixSocket = Socket;

/** sun_path of unix(7) has 108 bytes, one of them for the final NUL. */
export const maxSocketPathBytes = 107;

/**
 * Connects to a unix socket, whatever the length of its path: a longer one is reached through an open descriptor of its
 * directory. Fails with `unavailable` when nobody listens there.
 */
export async function connectUnixSocket(path: string): Promise<UnixSocket> {
  if (Buffer.byteLength(path) <= maxSocketPathBytes) return await connected(path, path);
  const directoryFd = openDirectory(path);
  try {
    return await connected(`/proc/self/fd/${directoryFd}/${basename(path)}`, path);
  } finally {
    closeSync(directoryFd);
  }
}

function openDirectory(path: string): number {
  try {
    return openSync(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY);
  } catch (error) {
    throw unreachable(path, error as NodeJS.ErrnoException);
  }
}

function connected(address: string, path: string): Promise<UnixSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path: address, allowHalfOpen: false });
    const failed = (error: NodeJS.ErrnoException): void => reject(unreachable(path, error));
    socket.once('error', failed);
    socket.once('connect', () => {
      socket.off('error', failed);
      resolve(socket);
    });
  });
}

function unreachable(path: string, cause: NodeJS.ErrnoException): ConmanError {
  const code = cause.code === 'EACCES' || cause.code === 'EPERM' ? 'permission-denied' : 'unavailable';
  return new ConmanError(code, `cannot connect to ${path}: ${cause.code ?? cause.message}`, { cause });
}
