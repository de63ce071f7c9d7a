import { ConmanError } from '../errors/index.ts';
import { type Peer, PeerReader } from '../host/peer.ts';
import type { UnixSocket } from '../host/unix-socket.ts';

export interface AccessOptions {
  /** Number of the group whose members may use the engine; undefined: root alone. */
  readonly group?: number | undefined;
  /** Called with a line about each connection that was refused. */
  readonly refused?: (reason: string) => void;
}

/**
 * Who may use the engine: the user it runs as, which is root, and the members of one group. The mode of the socket says the same; this holds also where
 * somebody changed the mode, or handed on a descriptor.
 */
export class Access {
  readonly #options: AccessOptions;
  readonly #peers = new PeerReader();

  constructor(options: AccessOptions) {
    this.#options = options;
  }

  admits(socket: UnixSocket): boolean {
    try {
      const peer = this.#peers.read(socket);
      const { group } = this.#options;
      if (mayUse(peer, { owner: process.getuid?.() ?? 0, group })) return true;
      this.#refused(`refused a connection of process ${peer.pid}: user ${peer.uid} may not use conmand`);
    } catch (error) {
      this.#refused(`refused a connection: ${ConmanError.from(error).message}`);
    }
    return false;
  }

  #refused(reason: string): void {
    this.#options.refused?.(reason);
  }
}

interface Users {
  readonly owner: number;
  readonly group: number | undefined;
}

export function mayUse({ uid, groups }: Peer, { owner, group }: Users): boolean {
  return uid === owner || (group !== undefined && groups.includes(group));
}
