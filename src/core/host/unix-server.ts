import { chmodSync, chownSync, lstatSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { ConmanError } from '../errors/index.ts';
import { systemError } from './system-error.ts';
import { connectUnixSocket, maxSocketPathBytes, type UnixSocket } from './unix-socket.ts';

export interface UnixListener {
  /** Accepts nobody any more and removes the socket. Connections already made live on. */
  close(): Promise<void>;
}

export interface UnixListenOptions {
  /** Members of this group may connect, too. */
  readonly group?: number | undefined;
}

/**
 * Listens on a unix socket of mode 0600, or 0660 for a group. A socket left by a dead process is replaced; one on which somebody answers, and
 * anything that is no socket, is refused and left as it is.
 */
export async function listenOnUnixSocket(
  path: string,
  { group }: UnixListenOptions,
  accept: (socket: UnixSocket) => void,
): Promise<UnixListener> {
  if (Buffer.byteLength(path) > maxSocketPathBytes) {
    throw new ConmanError('invalid-argument', `the path of a socket may have ${maxSocketPathBytes} bytes: ${path}`);
  }
  await makeRoom(path);
  const server = createServer(accept);
  await bind(server, path);
  if (group !== undefined) openToGroup(path, group);
  // Node unlinks the socket when the server closes.
  return { close: () => new Promise((resolve) => server.close(() => resolve())) };
}

async function makeRoom(path: string): Promise<void> {
  const facts = lstatSync(path, { throwIfNoEntry: false });
  if (facts === undefined) return;
  if (!facts.isSocket()) {
    throw new ConmanError('failed-precondition', `${path} exists and is not a socket`, {
      hint: 'Choose another path with --listen, or move the file away.',
    });
  }
  try {
    (await connectUnixSocket(path)).destroy();
  } catch (error) {
    if (ConmanError.from(error).code !== 'unavailable') throw error;
    return await unlink(path).catch((cause: unknown) => {
      throw systemError(cause, `remove the dead socket ${path}`);
    });
  }
  throw new ConmanError('already-exists', `another process listens on ${path} already`, {
    hint: 'See `conmanctl daemon status`.',
  });
}

function openToGroup(path: string, group: number): void {
  try {
    chownSync(path, 0, group);
    chmodSync(path, 0o660);
  } catch (error) {
    throw systemError(error, `give ${path} to the group ${group}`);
  }
}

function bind(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(systemError(error, `listen on ${path}`)));
    server.once('listening', () => {
      server.removeAllListeners('error');
      server.on('error', () => {}); // A connection that could not be accepted concerns nobody but its client.
      resolve();
    });
    // bind(2) happens within listen(): there is no moment at which others could connect.
    const umask = process.umask(0o177);
    try {
      server.listen(path);
    } finally {
      process.umask(umask);
    }
  });
}
