import { createSocket } from 'node:dgram';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { ConmanError } from '../errors/index.ts';
import { errnoOf, systemError } from './system-error.ts';

export interface ProbedPort {
  readonly protocol: 'tcp' | 'udp';
  /** Empty: all addresses. */
  readonly address: string;
  /** 0: any. */
  readonly port: number;
  /** That this process has it itself does not matter. */
  readonly evenIfOwn?: boolean;
}

/**
 * Takes a port of the host for a moment, to see that nobody has it; answers its number. Fails with `already-exists`, and
 * says who has it, or with `invalid-argument` for an address that is not the host's.
 */
export async function probePort(wanted: ProbedPort): Promise<number> {
  try {
    return await (wanted.protocol === 'tcp' ? probeTcp(wanted) : probeUdp(wanted));
  } catch (error) {
    const { protocol, address, port } = wanted;
    const what = `publish ${address === '' ? '' : `${address} `}port ${port}/${protocol}`;
    if (errnoOf(error) !== 'EADDRINUSE') throw systemError(error, what);
    const sockets = await socketsAt(wanted);
    const own = wanted.evenIfOwn ? await openFiles('self') : [];
    const others = sockets.filter((socket) => !own.includes(socket));
    if (sockets.length > others.length && others.length === 0) return port;
    const holder = await findHolder(others);
    throw new ConmanError('already-exists', `cannot ${what}: ${holder ?? 'another process'} has it`, {
      cause: error,
      hint: 'Choose another port of the host, or leave it out to get a free one: -p CONTAINER_PORT.',
    });
  }
}

async function probeTcp({ address, port }: ProbedPort): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: address || '0.0.0.0', exclusive: true }, resolve);
  });
  const found = (server.address() as AddressInfo).port;
  await new Promise((resolve) => server.close(resolve));
  return found;
}

async function probeUdp({ address, port }: ProbedPort): Promise<number> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ port, address: address || '0.0.0.0', exclusive: true }, resolve);
  });
  const found = socket.address().port;
  await new Promise<void>((resolve) => socket.close(resolve));
  return found;
}

/** The sockets that listen there, on any address: `socket:[INODE]`, as in /proc/PID/fd. */
async function socketsAt({ protocol, port }: ProbedPort): Promise<readonly string[]> {
  const tables = [protocol, `${protocol}6`].map((name) => readFile(`/proc/self/net/${name}`, 'utf8').catch(() => ''));
  const lines = (await Promise.all(tables)).flatMap((table) => table.split('\n'));
  return lines.flatMap((line) => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    const isListening = protocol === 'udp' || state === '0A';
    return isListening && Number.parseInt(local.split(':')[1] ?? '', 16) === port ? [`socket:[${inode}]`] : [];
  });
}

/** `nginx (pid 42)`: who has one of these sockets open; undefined when nobody shows it. */
async function findHolder(sockets: readonly string[]): Promise<string | undefined> {
  if (sockets.length === 0) return undefined;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    if (!(await openFiles(pid)).some((file) => sockets.includes(file))) continue;
    const name = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim();
    return `${name || 'a process'} (pid ${pid})`;
  }
  return undefined;
}

async function openFiles(pid: string): Promise<readonly string[]> {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  return await Promise.all(descriptors.map((descriptor) => readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '')));
}
