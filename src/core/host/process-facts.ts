import { readFile } from 'node:fs/promises';

/** What /proc says of a process. */
export interface ProcessFacts {
  readonly pid: number;
  /** Its pid in the innermost namespace it is in. */
  readonly innerPid: number;
  readonly parentPid: number;
  readonly uid: number;
  /** The letter of ps(1). */
  readonly state: string;
  readonly cpuTimeMs: number;
  /** Unix time in ns. */
  readonly startedAt: bigint;
  readonly residentBytes: number;
  readonly command: readonly string[];
}

/** Clock ticks in /proc are of this length on every architecture (USER_HZ is 100). */
const msPerTick = 10;
const nsPerMs = 1_000_000n;
/** A process may show megabytes of arguments. */
const maxCommandLength = 16 * 1024;

/** Unix time in ms when the machine started. */
export async function readBootTimeMs(): Promise<number> {
  const seconds = /^btime (\d+)$/m.exec(await readFile('/proc/stat', 'utf8'))?.[1];
  return Number(seconds ?? 0) * 1000;
}

/** Undefined when there is no such process, or no longer. */
export async function readProcessFacts(pid: number, bootTimeMs: number): Promise<ProcessFacts | undefined> {
  try {
    const [stat, status, cmdline] = await Promise.all(
      ['stat', 'status', 'cmdline'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8')),
    );
    return parseProcessFacts(pid, stat ?? '', status ?? '', cmdline ?? '', bootTimeMs);
  } catch {
    return undefined;
  }
}

/** From the text of proc_pid_stat(5), proc_pid_status(5) and proc_pid_cmdline(5). */
export function parseProcessFacts(
  pid: number,
  stat: string,
  status: string,
  cmdline: string,
  bootTimeMs: number,
): ProcessFacts {
  // The name in parentheses may itself hold spaces and parentheses; the state after it is field 3.
  const nameEnd = stat.lastIndexOf(')');
  const fields = stat.slice(nameEnd + 2).split(' ');
  const field = (number: number): number => Number(fields[number - 3] ?? 0);
  const line = (key: string): string[] =>
    new RegExp(`^${key}:\\s*(.*)$`, 'm').exec(status)?.[1]?.trim().split(/\s+/) ?? [];
  const name = stat.slice(stat.indexOf('(') + 1, nameEnd);
  const words = cmdline.slice(0, maxCommandLength).replace(/\0+$/, '').split('\0');
  return {
    pid,
    innerPid: Number(line('NSpid').at(-1) ?? pid),
    parentPid: field(4),
    uid: Number(line('Uid')[1] ?? 0),
    state: fields[0] ?? '?',
    cpuTimeMs: (field(14) + field(15)) * msPerTick,
    startedAt: BigInt(bootTimeMs + field(22) * msPerTick) * nsPerMs,
    residentBytes: Number(line('VmRSS')[0] ?? 0) * 1024,
    command: words.join('') === '' ? [name] : words,
  };
}
