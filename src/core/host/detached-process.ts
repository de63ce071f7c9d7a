import { execa } from 'execa';
import { plainEnvironment } from './process.ts';
import { systemError } from './system-error.ts';

/** Number of the descriptor on which a detached program reports. */
export const reportDescriptor = 3;

export interface DetachedOptions {
  readonly timeoutMs: number;
  readonly env: Readonly<Record<string, string>>;
}

export interface DetachedReport {
  /** What it wrote until it closed the descriptor. */
  readonly report: string;
  readonly stderr: string;
  readonly exitCode: number | undefined;
  /** The program, or what it left behind, still held the descriptor at the deadline. */
  readonly timedOut: boolean;
}

/**
 * Runs a program that leaves a process of its own behind and reports once on descriptor 3. Resolves when every holder
 * has closed the descriptor, so the report is whole even though its writer outlives the program.
 */
export async function runDetaching(
  file: string,
  args: readonly string[],
  options: DetachedOptions,
): Promise<DetachedReport> {
  const subprocess = execa(file, args, {
    cwd: '/',
    env: { ...plainEnvironment, ...options.env },
    extendEnv: false,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    maxBuffer: 256 * 1024,
    reject: false,
    stripFinalNewline: false,
    cleanup: false,
  });
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    subprocess.kill('SIGKILL');
    subprocess.stdio[reportDescriptor].destroy();
    subprocess.stderr.destroy();
  }, options.timeoutMs);
  const result = await subprocess;
  clearTimeout(timer);
  if (result.exitCode === undefined && result.signal === undefined && !timedOut) {
    throw systemError(result.cause, `run ${file}`);
  }
  return { report: result.stdio[reportDescriptor], stderr: result.stderr, exitCode: result.exitCode, timedOut };
}
