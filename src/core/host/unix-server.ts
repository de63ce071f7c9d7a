import { chmodSync, chownSync, lstatSync, renameSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { ConmanError } from '../errors/index.ts';
import { Syscalls } from './syscalls.ts';
import { systemError } from './system-error.ts';
import { connectUnixSocket, maxSocketPathBytes, type UnixSocket } from './unix-socket.ts';

export interface UnixListener {
  /** Accepts nobody any more and removes the socket. Connections already made live on. */
  close(): Promise<void>;
  /**
   * Accepts nobody any more, but leaves the socket: whoever connects from now on waits for the process that takes it.
   * Resolves, when the connections already made have ended, with a descriptor that stays open over execve(2).
   */
  handOver(): Promise<number>;
}

export interface UnixListenOptions {
  /** Members of this group may connect, too. */
  readonly group?: number | undefined;
  /** What a process before handed over: a socket that listens at the path. */
  readonly listeningFd?: number | undefined;
}

/**
 * Listens on a unix socket of mode 0600, or 0660 for a group. A socket left by a dead process is replaced; one on which
 * somebody answers, and anything that is no socket, is refused and left as it is.
 */
export async function listenOnUnixSocket(
  path: string,
  { group, listeningFd }: UnixListenOptions,
  accept: (socket: UnixSocket) => void,
): Promise<UnixListener> {
  if (Buffer.byteLength(path) > maxSocketPathBytes) {
    throw new ConmanError('invalid-argument', `the path of a socket may have ${maxSocketPathBytes} bytes: ${path}`);
  }
  const server = createServer(accept);
  if (listeningFd === undefined) await makeRoom(path);
  await bind(server, listeningFd === undefined ? path : { fd: listeningFd });
  if (group !== undefined) openToGroup(path, group);
  return new Listener(server, path);
}

class Listener implements UnixListener {
  readonly #server: Server;
  readonly #path: string;

  constructor(server: Server, path: string) {
    this.#server = server;
    this.#path = path;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    // Node does so itself, but not for a socket that was handed over.
    await unlink(this.#path).catch(() => undefined);
  }

  async handOver(): Promise<number> {
    const { _handle: handle } = this.#server as Server & { readonly _handle: { readonly fd: number } };
    const descriptor = new Syscalls().duplicate(handle.fd);
    // Closing removes what has the name of the socket.
    const aside = `${this.#path}.next`;
    renameSync(this.#path, aside);
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    renameSync(aside, this.#path);
    await closed;
    return descriptor;
  }
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
    reason: 'daemon-running',
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

function bind(server: Server, where: string | { readonly fd: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(systemError(error, `listen on ${typeof where === 'string' ? where : `descriptor ${where.fd}`}`)),
    );
    server.once('listening', () => {
      server.removeAllListeners('error');
      server.on('error', () => {}); // A connection that could not be accepted concerns nobody but its client.
      resolve();
    });
    // bind(2) happens within listen(): there is no moment at which others could connect.
    const umask = process.umask(0o177);
    try {
      server.listen(where);
    } finally {
      process.umask(umask);
    }
  });
}
