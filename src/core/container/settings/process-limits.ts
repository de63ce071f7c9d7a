import type { Ulimit } from '../../api/settings.ts';
import { maxOpenFiles } from '../../host/kernel-limits.ts';
import type { SpecRlimit } from '../../runtime/spec-settings.ts';
import { invalid } from './invalid.ts';

const unlimited = 2n ** 64n - 1n;
/** getrlimit(2) */
const ulimitNames =
  'core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack as'.split(' ');
/** Those that are a container's own with its ipc and network namespaces; all others would change the host. */
const ownSysctl =
  /^(?:net\.[\w.\-/]+|kernel\.(?:msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)|fs\.mqueue\.\w+)$/;

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

export function planOomScore(score: number | undefined): number | undefined {
  if (score === undefined || (Number.isInteger(score) && score >= -1000 && score <= 1000)) return score;
  throw invalid(`${score} is no score for the kernel's choice of whom to kill`, 'Give -1000 to 1000.');
}
