import { closeSync } from 'node:fs';
import { loadKoffi } from './koffi.ts';

const AF_UNIX = 1;
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2000000;
const MSG_NOSIGNAL = 0x4000;
/** sun_path of unix(7) */
const maxAddressBytes = 108;

/**
 * Tells a service manager something, such as `READY=1`, as sd_notify(3) does: one datagram to a unix socket, whose name
 * begins with `@` when it is an abstract one. False when nobody takes it. Here because Node has no such sockets.
 */
export function sendServiceNotice(address: string, notice: string): boolean {
  const koffi = loadKoffi();
  const libc = koffi.load(null);
  const socket = libc.func('int socket(int, int, int)');
  const sendto = libc.func('long sendto(int, const void *, size_t, int, const void *, uint32_t)');
  const descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return false;
  try {
    const text = Buffer.from(notice);
    const name = socketAddress(address);
    return name !== undefined && Number(sendto(descriptor, text, text.length, MSG_NOSIGNAL, name, name.length)) >= 0;
  } finally {
    closeSync(descriptor);
  }
}

/** struct sockaddr_un. */
function socketAddress(address: string): Buffer | undefined {
  const path = Buffer.from(address.startsWith('@') ? `\0${address.slice(1)}` : `${address}\0`);
  if (path.length > maxAddressBytes) return undefined;
  // The family in the byte order of the machine.
  return Buffer.concat([Buffer.from(Uint16Array.of(AF_UNIX).buffer), path]);
}
