import { open, statfs, unlink } from 'node:fs/promises';
import { ConmanError } from '../errors/index.ts';
import { runProcess } from './process.ts';
import type { Syscalls } from './syscalls.ts';
import { errnoOf, systemError } from './system-error.ts';

const timeoutMs = 30_000;

/**
 * Run in the new namespace: its loopback interface works, addresses given by us are used without the second in which IPv6
 * asks whether others have them (ip-sysctl: accept_dad), and its programs may ping and listen below 1024 without rights
 * that they would have on the host too.
 */
const prepare = `
set_to() { [ ! -e /proc/sys/net/$1 ] || echo "$2" >/proc/sys/net/$1; }
set_to ipv6/conf/default/accept_dad 0
set_to ipv4/ping_group_range '0 2147483647'
set_to ipv4/ip_unprivileged_port_start 0
exec ip link set lo up`;

/** Makes a network namespace that lives as long as the mount at `path`, whoever is in it. */
export async function pinNewNetworkNamespace(path: string): Promise<void> {
  await makeMountpoint(path);
  // A program of its own, because unshare(2) would move one of conmand's threads.
  const result = await runProcess('unshare', [`--net=${path}`, 'sh', '-c', prepare], { timeoutMs });
  if (result.exitCode === 0) return;
  const reason = result.stderr.trim().split('\n').at(-1) || 'it said no reason';
  throw new ConmanError('internal', `cannot make a network namespace: ${reason}`, { details: result.stderr });
}

/** Keeps a network namespace that there is, such as `/proc/1/ns/net`. */
export async function pinNetworkNamespace(source: string, path: string, syscalls: Syscalls): Promise<void> {
  await makeMountpoint(path);
  syscalls.bindMount(source, path);
}

/** Lets go of a namespace; one that is not pinned is not an error. */
export async function unpinNetworkNamespace(path: string, syscalls: Syscalls): Promise<void> {
  await syscalls.unmount(path);
  try {
    await unlink(path);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw systemError(error, `remove ${path}`);
  }
}

async function makeMountpoint(path: string): Promise<void> {
  try {
    await (await open(path, 'w', 0o600)).close();
  } catch (error) {
    throw systemError(error, `create ${path}`);
  }
}

/** NSFS_MAGIC of statfs(2). */
const nsfsMagic = 0x6e736673;

/** Whether a namespace is mounted there, and not only the empty file for it. */
export async function isPinnedNamespace(path: string): Promise<boolean> {
  try {
    return (await statfs(path)).type === nsfsMagic;
  } catch {
    return false;
  }
}
