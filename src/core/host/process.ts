import { execa } from 'execa';
import { systemError } from './system-error.ts';

export interface ProcessOptions {
  readonly timeoutMs: number;
  /** Output beyond this is dropped, per stream. */
  readonly maxOutputBytes?: number;
  /** Nobody wants its stdout. */
  readonly ignoreStdout?: boolean;
  /** Its stdin; nothing when absent. */
  readonly input?: string;
  readonly cwd?: string;
  /** The whole environment. Nothing is inherited, so that what runs does not depend on who started conmand. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface ProcessResult {
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

const defaultMaxOutputBytes = 1024 * 1024;

/** The environment of the programs conman runs. */
export const plainEnvironment: Readonly<Record<string, string>> = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
};

/** Runs a program to its end. Rejects only when it cannot be started; how it ended is in the result. */
export async function runProcess(
  file: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  const result = await execa(file, args, {
    cwd: options.cwd ?? '/',
    env: options.env ?? plainEnvironment,
    extendEnv: false,
    ...(options.input === undefined ? { stdin: 'ignore' } : { input: options.input }),
    stdout: options.ignoreStdout ? 'ignore' : 'pipe',
    timeout: options.timeoutMs,
    killSignal: 'SIGKILL',
    maxBuffer: options.maxOutputBytes ?? defaultMaxOutputBytes,
    reject: false,
    stripFinalNewline: false,
    // Its watch for signals would end conmand in the middle of its own orderly end.
    cleanup: false,
  });
  if (result.exitCode === undefined && result.signal === undefined && !result.timedOut) {
    throw systemError(result.cause, `run ${file}`);
  }
  return { exitCode: result.exitCode, timedOut: result.timedOut, stdout: result.stdout ?? '', stderr: result.stderr };
}
