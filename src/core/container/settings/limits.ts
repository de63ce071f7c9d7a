import type { ResourceLimits, Ulimit } from '../../api/settings.ts';
import { maxOpenFiles, processorCount } from '../../host/kernel-limits.ts';
import type { SpecRlimit } from '../../runtime/spec-settings.ts';
import { invalid } from './invalid.ts';

/** Below this not even the runtime's own part of the start fits. */
const minMemoryBytes = 6 * 1024 * 1024;
const unlimited = 2n ** 64n - 1n;
/** getrlimit(2) */
const ulimitNames =
  'core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack as'.split(' ');
/** Those that are a container's own with its ipc and network namespaces; all others would change the host. */
const ownSysctl =
  /^(?:net\.[\w.\-/]+|kernel\.(?:msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)|fs\.mqueue\.\w+)$/;

export function planLimits(limits: ResourceLimits): ResourceLimits {
  const { memoryBytes, cpus, cpuset, pids } = limits;
  const processors = processorCount();
  if (memoryBytes !== undefined && !(memoryBytes >= minMemoryBytes && Number.isSafeInteger(memoryBytes))) {
    throw invalid(`${memoryBytes} bytes of memory are not enough for a container`, 'Give at least 6m.');
  }
  if (cpus !== undefined && !(cpus >= 0.01 && cpus <= processors)) {
    throw invalid(`a container cannot have ${cpus} processors`, `Give a number from 0.01 to ${processors}.`);
  }
  if (cpuset !== undefined && !isCpuset(cpuset, processors)) {
    throw invalid(
      `"${cpuset}" is no set of this machine's processors`,
      `They are 0 to ${processors - 1}: such as 0,2-3.`,
    );
  }
  if (pids !== undefined && !(Number.isSafeInteger(pids) && (pids === -1 || pids >= 1))) {
    throw invalid(`a container cannot be limited to ${pids} processes`, 'Give 1 or more, or -1 for no limit.');
  }
  return limits;
}

function isCpuset(text: string, processors: number): boolean {
  return text.split(',').every((part) => {
    const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part) ?? [];
    return first !== undefined && Number(first) <= Number(last) && Number(last) < processors;
  });
}

export function planUlimits(ulimits: readonly Ulimit[]): SpecRlimit[] {
  return ulimits.map(({ name, soft, hard }) => {
    if (!ulimitNames.includes(name)) {
      throw invalid(`there is no limit "${name}"`, `There are ${ulimitNames.join(', ')}.`);
    }
    const [softLimit, hardLimit] = [soft, hard].map((value) => rlimitValue(name, value)) as [bigint, bigint];
    if (softLimit > hardLimit) throw invalid(`the soft limit of ${name} is above the hard one: ${soft} > ${hard}`);
    if (name === 'nofile' && hardLimit > BigInt(maxOpenFiles())) {
      throw invalid(`no process of this machine can open ${hard} files`, `At most ${maxOpenFiles()} (fs.nr_open).`);
    }
    return { type: `RLIMIT_${name.toUpperCase()}`, soft: softLimit, hard: hardLimit };
  });
}

function rlimitValue(name: string, value: number): bigint {
  if (value === -1) return unlimited;
  if (Number.isSafeInteger(value) && value >= 0) return BigInt(value);
  throw invalid(`${value} is no value for the limit ${name}`, 'Give a whole number, or -1 for no limit.');
}

export function planSysctls(sysctls: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const key of Object.keys(sysctls)) {
    if (!ownSysctl.test(key) || key.includes('..')) {
      throw invalid(
        `"${key}" is not a kernel parameter that a container has for itself`,
        'There are net.*, fs.mqueue.* and those of System V IPC.',
      );
    }
  }
  return sysctls;
}

export function planShmSize(bytes: number | undefined): number {
  if (bytes === undefined) return 64 * 1024 * 1024;
  if (Number.isSafeInteger(bytes) && bytes >= 1) return bytes;
  throw invalid(`/dev/shm cannot have ${bytes} bytes`);
}
