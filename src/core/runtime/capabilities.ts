import { ConmanError } from '../errors/index.ts';

/**
 * What root in a container may do: enough for package managers and services that change user, nothing that reaches
 * devices, raw packets or the kernel's log.
 */
export const defaultCapabilities: readonly string[] = [
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_KILL',
  'CAP_NET_BIND_SERVICE',
  'CAP_SETFCAP',
  'CAP_SETGID',
  'CAP_SETPCAP',
  'CAP_SETUID',
  'CAP_SYS_CHROOT',
];

/** All of capabilities(7), by their numbers. */
const allCapabilities: readonly string[] = [
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE',
  'NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN',
  'SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE',
  'MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE',
]
  .join(' ')
  .split(' ')
  .map((name) => `CAP_${name}`);

export interface CapabilityChanges {
  /** Begin with all there are rather than with the defaults. */
  readonly privileged: boolean;
  /** `NET_ADMIN`, `cap_net_admin` or `ALL`. */
  readonly add: readonly string[];
  readonly drop: readonly string[];
  /** Those that conmand itself can have, a bit for each number. */
  readonly available: bigint;
}

/** The capabilities of a container; throws `invalid-argument` for a name that is none. Naming one counts more than `ALL`. */
export function capabilitySet({ privileged, add, drop, available }: CapabilityChanges): readonly string[] {
  const known = allCapabilities.filter((_, number) => (available >> BigInt(number)) % 2n === 1n);
  const added = add.map((name) => expectCapability(name, known));
  const dropped = drop.map((name) => expectCapability(name, known));
  const base = dropped.includes('ALL') ? [] : added.includes('ALL') || privileged ? known : defaultCapabilities;
  return known.filter((name) => (base.includes(name) && !dropped.includes(name)) || added.includes(name));
}

function expectCapability(name: string, known: readonly string[]): string {
  const upper = name.toUpperCase();
  if (upper === 'ALL') return upper;
  const full = upper.startsWith('CAP_') ? upper : `CAP_${upper}`;
  if (known.includes(full)) return full;
  throw new ConmanError('invalid-argument', `${JSON.stringify(name)} is no capability that this machine has to give`, {
    hint: 'Use a name of capabilities(7) such as NET_ADMIN, or ALL.',
  });
}
