import { execa } from 'execa';
import { type ProcessResult, plainEnvironment } from './process.ts';
import { systemError } from './system-error.ts';

export interface GroupedProcessOptions {
  readonly timeoutMs: number;
  readonly maxOutputBytes: number;
  readonly input: string;
  /** Beside the environment that all programs get. */
  readonly env: Readonly<Record<string, string>>;
}

export interface GroupedProcessResult extends ProcessResult {
  /** It wrote more than it may, and was killed for it. */
  readonly overflowed: boolean;
}

/**
 * Runs a program to its end in a process group of its own, so that what it started is killed with it when it takes too
 * long, or writes more than it may. Rejects only when it cannot be started.
 */
export async function runGroupedProcess(file: string, options: GroupedProcessOptions): Promise<GroupedProcessResult> {
  const child = execa(file, [], {
    cwd: '/',
    env: { ...plainEnvironment, ...options.env },
    extendEnv: false,
    input: options.input,
    maxBuffer: options.maxOutputBytes,
    reject: false,
    stripFinalNewline: false,
    detached: true,
    // Not the kill of a parent that ends: what is half done would stay so.
    cleanup: false,
  });
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    killGroup(child.pid);
  }, options.timeoutMs);
  const result = await child.finally(() => clearTimeout(timer));
  if (result.isMaxBuffer) killGroup(child.pid);
  if (result.exitCode === undefined && result.signal === undefined && !timedOut && !result.isMaxBuffer) {
    throw systemError(result.cause, `run ${file}`);
  }
  const { exitCode, stdout, stderr, isMaxBuffer: overflowed } = result;
  return { exitCode, timedOut, overflowed, stdout, stderr };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of it has ended.
  }
}
