import type { Socket } from 'node:net';
import { type Koffi, loadKoffi } from './koffi.ts';
import { errnoError } from './syscalls.ts';

/** Who is at the other end of a unix socket, as the kernel knows it (SO_PEERCRED, SO_PEERGROUPS of unix(7)). */
export interface Peer {
  readonly pid: number;
  readonly uid: number;
  /** Its own group and the supplementary ones. */
  readonly groups: readonly number[];
}

const SOL_SOCKET = 1;
const SO_PEERCRED = 17;
/** Linux 4.13. */
const SO_PEERGROUPS = 59;
/** As many groups as a process can be in (NGROUPS_MAX). */
const maxGroups = 65_536;

/** Reads who connected. The facts are those of the moment of connect(2). */
export class PeerReader {
  readonly #koffi: Koffi = loadKoffi();
  readonly #getsockopt = this.#koffi.load(null).func('int getsockopt(int, int, int, void *, _Inout_ uint32_t *)');

  /** Throws when the socket is not connected any more. */
  read(socket: Socket): Peer {
    const descriptor = descriptorOf(socket);
    const [pid = 0, uid = 0, gid = 0] = this.#option(descriptor, SO_PEERCRED, 3);
    return { pid, uid, groups: [gid, ...this.#option(descriptor, SO_PEERGROUPS, maxGroups)] };
  }

  #option(descriptor: number, name: number, maxWords: number): number[] {
    const words = new Uint32Array(maxWords);
    const length = [words.byteLength];
    if (this.#getsockopt(descriptor, SOL_SOCKET, name, words, length) !== 0) {
      throw errnoError(this.#koffi, 'ask who has connected');
    }
    return [...words.subarray(0, (length[0] ?? 0) / words.BYTES_PER_ELEMENT)];
  }
}

/** Node does not tell the descriptor of a socket, but its handle does. */
function descriptorOf(socket: Socket): number {
  const { _handle: handle } = socket as Socket & { readonly _handle: { readonly fd: number } | null };
  return handle?.fd ?? -1;
}
