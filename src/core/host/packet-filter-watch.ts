import { closeSync } from 'node:fs';
import { loadKoffi } from './koffi.ts';
import { errnoError, errnoName } from './syscalls.ts';

/** socket(2), netlink(7) */
const AF_NETLINK = 16;
const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0o2000000;
const SOCK_NONBLOCK = 0o4000;
const NETLINK_NETFILTER = 12;
/** NFNLGRP_NFTABLES of linux/netfilter/nfnetlink.h, as a bit. */
const nftablesGroup = 1 << (7 - 1);
/** NFNL_SUBSYS_NFTABLES there: the high byte of a message's type. The low byte is from linux/netfilter/nf_tables.h. */
const nftablesSubsystem = 10;
const removals: Readonly<Record<number, 'table' | 'chain' | 'rule'>> = { 2: 'table', 5: 'chain', 8: 'rule' };
/** Of the attributes NFTA_TABLE_NAME, NFTA_CHAIN_TABLE and NFTA_RULE_TABLE; then of the chain's name in the other two. */
const tableAttribute = 1;
const chainAttributes = { table: 0, chain: 3, rule: 2 };
const headerBytes = 16;
/** nlmsghdr and nfgenmsg */
const attributesAt = 20;
const bufferBytes = 64 * 1024;

/** Something that was taken out of the packet filter of nf_tables, by whomever. */
export interface FilterRemoval {
  readonly what: 'table' | 'chain' | 'rule';
  readonly table: string;
  /** Of a rule, where it was; empty for a table. */
  readonly chain: string;
}

export interface FilterWatch {
  close(): void;
}

/**
 * Hears of everything that is removed from the packet filter; `undefined` when it was so much that some of it is not
 * known. Throws where the kernel has no nf_tables. The old ip_tables (iptables-legacy) says nothing.
 */
export function watchPacketFilter(removed: (removal: FilterRemoval | undefined) => void): FilterWatch {
  const koffi = loadKoffi();
  const libc = koffi.load(null);
  const socket = libc.func('int socket(int, int, int)');
  const bind = libc.func('int bind(int, const void *, uint32_t)');
  const recv = libc.func('long recv(int, _Out_ void *, unsigned long, int)');
  const descriptor: number = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_NETFILTER);
  if (descriptor < 0) throw errnoError(koffi, 'watch the packet filter');
  // struct sockaddr_nl: family, padding, port, groups.
  const address = Buffer.alloc(12);
  address.writeUInt16LE(AF_NETLINK, 0);
  address.writeUInt32LE(nftablesGroup, 8);
  if (bind(descriptor, address, address.length) !== 0) {
    const error = errnoError(koffi, 'watch the packet filter');
    closeSync(descriptor);
    throw error;
  }
  const buffer = Buffer.alloc(bufferBytes);
  const handle = koffi.node.poll(descriptor, { readable: true }, () => {
    for (;;) {
      const length = Number(recv(descriptor, buffer, buffer.length, 0));
      if (length > 0) for (const removal of parseRemovals(buffer.subarray(0, length))) removed(removal);
      else if (errnoName(koffi) === 'ENOBUFS') removed(undefined);
      else return;
    }
  });
  handle.unref();
  return {
    close() {
      handle.close();
      closeSync(descriptor);
    },
  };
}

/** What netlink messages of nf_tables say was removed. */
export function parseRemovals(messages: Buffer): readonly FilterRemoval[] {
  const found: FilterRemoval[] = [];
  for (let at = 0; at + headerBytes <= messages.length; ) {
    const length = messages.readUInt32LE(at);
    if (length < headerBytes || at + length > messages.length) return found;
    const type = messages.readUInt16LE(at + 4);
    const what = type >> 8 === nftablesSubsystem ? removals[type & 0xff] : undefined;
    if (what !== undefined) {
      const attributes = parseAttributes(messages.subarray(at + attributesAt, at + length));
      const table = attributes.get(tableAttribute) ?? '';
      found.push({ what, table, chain: attributes.get(chainAttributes[what]) ?? '' });
    }
    at += aligned(length);
  }
  return found;
}

/** Texts by their number (struct nlattr: length with its own four bytes, type). */
function parseAttributes(bytes: Buffer): ReadonlyMap<number, string> {
  const attributes = new Map<number, string>();
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt16LE(at);
    if (length < 4 || at + length > bytes.length) break;
    const text = bytes.toString('utf8', at + 4, at + length);
    attributes.set(bytes.readUInt16LE(at + 2) & 0x3fff, text.replace(/\0.*$/s, ''));
    at += aligned(length);
  }
  return attributes;
}

function aligned(length: number): number {
  return (length + 3) & ~3;
}
