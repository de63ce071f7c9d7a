export interface SpecMount {
  readonly destination: string;
  readonly type: string;
  readonly source: string;
  readonly options: readonly string[];
}

/** What every Linux program expects to find (runtime-spec, config-linux.md, "Default Filesystems"), and no more. */
const kernelMounts: readonly SpecMount[] = [
  { destination: '/proc', type: 'proc', source: 'proc', options: ['nosuid', 'noexec', 'nodev'] },
  {
    destination: '/dev',
    type: 'tmpfs',
    source: 'tmpfs',
    options: ['nosuid', 'strictatime', 'mode=755', 'size=65536k'],
  },
  {
    destination: '/dev/pts',
    type: 'devpts',
    source: 'devpts',
    options: ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620', 'gid=5'],
  },
  {
    destination: '/dev/shm',
    type: 'tmpfs',
    source: 'shm',
    options: ['nosuid', 'noexec', 'nodev', 'mode=1777'],
  },
  { destination: '/dev/mqueue', type: 'mqueue', source: 'mqueue', options: ['nosuid', 'noexec', 'nodev'] },
  { destination: '/sys', type: 'sysfs', source: 'sysfs', options: ['nosuid', 'noexec', 'nodev', 'ro'] },
  {
    destination: '/sys/fs/cgroup',
    type: 'cgroup',
    source: 'cgroup',
    options: ['nosuid', 'noexec', 'nodev', 'relatime', 'ro'],
  },
];

/** Where a container finds our init; in /dev, which is its own whatever its root file system is. */
export const initPath = '/dev/init';

/** Files of the container's own directory, by their path in the container. */
export type EtcFiles = Readonly<Record<'/etc/hosts' | '/etc/hostname' | '/etc/resolv.conf', string>>;

export interface MountOptions {
  readonly etcFiles: EtcFiles;
  readonly initProgram: string;
  readonly init: boolean;
  readonly rootfsReadonly: boolean;
  readonly privileged: boolean;
  readonly shmSizeBytes: number;
  /** Show the host's /sys, read-only, because the container may not mount one. */
  readonly hostSysfs: boolean;
  /** Those the user asked for. */
  readonly mounts: readonly SpecMount[];
}

export function specMounts(wanted: MountOptions): SpecMount[] {
  const { etcFiles, rootfsReadonly, mounts, init, initProgram } = wanted;
  // Every flag beyond these would be one more remount at each start.
  const options = ['bind', 'rprivate', ...(rootfsReadonly ? ['ro'] : [])];
  const binds = Object.entries(etcFiles).map(([destination, source]) => ({
    destination,
    type: 'bind',
    source,
    options,
  }));
  const taken = new Set(mounts.map(({ destination }) => destination));
  const initMount = { destination: initPath, type: 'bind', source: initProgram, options: ['bind', 'rprivate', 'ro'] };
  const own = [...kernelMounts.map((mount) => fitted(mount, wanted)), ...binds, ...(init ? [initMount] : [])];
  // A mount point may lie in another mount, so what is nearer the root comes first.
  const byDepth = mounts.toSorted((a, b) => depth(a.destination) - depth(b.destination));
  return [...own.filter(({ destination }) => !taken.has(destination)), ...byDepth];
}

function fitted(mount: SpecMount, { hostSysfs, privileged, shmSizeBytes }: MountOptions): SpecMount {
  const { destination, options } = mount;
  if (hostSysfs && destination === '/sys') {
    return { destination, type: 'bind', source: '/sys', options: ['rbind', 'rprivate', ...options] };
  }
  if (destination === '/dev/shm') return { ...mount, options: [...options, `size=${shmSizeBytes}`] };
  return privileged ? { ...mount, options: options.map((option) => (option === 'ro' ? 'rw' : option)) } : mount;
}

function depth(path: string): number {
  return path.split('/').length;
}

/** Kernel files that tell about the host or other containers. */
export const maskedPaths: readonly string[] = [
  '/proc/acpi',
  '/proc/asound',
  '/proc/interrupts',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/sys/devices/virtual/powercap',
  '/sys/firmware',
];

/** Kernel files by which root would change the host. */
export const readonlyPaths: readonly string[] = [
  '/proc/bus',
  '/proc/fs',
  '/proc/irq',
  '/proc/sys',
  '/proc/sysrq-trigger',
];
