import { spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { systemError } from './system-error.ts';

/** Number of the descriptor on which a background program says that it is ready. */
export const readyDescriptor = 3;

/** A log beyond this is set aside as `.1` before the next start, in bytes. */
const maxLogBytes = 10 * 1024 * 1024;

/** What the end of a failed program's log may take, in bytes. */
const logTailBytes = 8 * 1024;

export interface BackgroundStart {
  /** True once it said so; false when it ended before, or at the deadline. */
  readonly ready: boolean;
  readonly timedOut: boolean;
  /** Its exit status when it ended before it was ready. */
  readonly exitStatus: number | undefined;
  /** What it wrote to its log since this start, its last 8 KiB. */
  readonly output: string;
}

/**
 * Starts a program that outlives its caller: own session, no terminal, working directory `/`, output appended to
 * `logPath`. Resolves when it writes to descriptor 3, when it ends, or at the deadline, whichever is first.
 */
export async function startInBackground(
  command: readonly string[],
  logPath: string,
  deadlineMs: number,
): Promise<BackgroundStart> {
  const logFd = openLog(logPath);
  try {
    const logStart = fstatSync(logFd).size;
    const outcome = await spawned(command, logFd, deadlineMs);
    return {
      ready: outcome === 'ready',
      timedOut: outcome === 'deadline',
      exitStatus: typeof outcome === 'number' ? outcome : undefined,
      output: readTail(logFd, logStart),
    };
  } catch (error) {
    throw systemError(error, `start ${command[0]}`);
  } finally {
    closeSync(logFd);
  }
}

function openLog(path: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const facts = statSync(path, { throwIfNoEntry: false });
    if (facts !== undefined && facts.size > maxLogBytes) renameSync(path, `${path}.1`);
    return openSync(path, 'a+', 0o600);
  } catch (error) {
    throw systemError(error, `write the log ${path}`);
  }
}

/** An exit status, that of a signal as shells have it, when the program ended first. */
function spawned(
  command: readonly string[],
  logFd: number,
  deadlineMs: number,
): Promise<'ready' | 'deadline' | number> {
  return new Promise((resolve, reject) => {
    const [file = '', ...args] = command;
    const child = spawn(file, args, { cwd: '/', detached: true, stdio: ['ignore', logFd, logFd, 'pipe'] });
    const report = child.stdio[readyDescriptor] as Readable;
    const timer = setTimeout(() => settle('deadline'), deadlineMs);
    const settle = (outcome: 'ready' | 'deadline' | number): void => {
      clearTimeout(timer);
      report.destroy();
      child.unref();
      resolve(outcome);
    };
    report.once('data', () => settle('ready'));
    child.once('exit', (code, signal) => settle(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}

function readTail(fd: number, start: number): string {
  const size = fstatSync(fd).size;
  const from = Math.max(start, size - logTailBytes);
  const buffer = Buffer.alloc(Math.max(0, size - from));
  return buffer.toString('utf8', 0, readSync(fd, buffer, 0, buffer.length, from));
}
