import { setTimeout } from 'node:timers/promises';
import { ConmanError } from '../errors/index.ts';
import { connectUnixSocket } from '../host/unix-socket.ts';
import { defaultSocketPath, rootsInUseStatus } from './defaults.ts';

export interface EnsureDaemonOptions {
  readonly socketPath: string;
  /** Program and arguments of conmand; `--listen` with the socket is added. */
  readonly command: readonly string[];
  /** Where a daemon started here writes its log. */
  readonly logPath?: string;
  readonly deadlineMs?: number;
  /** Called when no daemon was found and one is being started. */
  readonly onStarting?: () => void;
}

const defaultDeadlineMs = 15_000;
const winnerDeadlineMs = 10_000;
const winnerPollMs = 20;

/**
 * Makes sure that something listens on the socket, starting conmand in the background if nobody does. Several clients
 * may do so at once: the daemons that lose the race end, and their clients use the winner's.
 */
export async function ensureDaemon(options: EnsureDaemonOptions): Promise<{ readonly started: boolean }> {
  const { socketPath, deadlineMs = defaultDeadlineMs } = options;
  if (await isListening(socketPath)) return { started: false };
  options.onStarting?.();
  const logPath = options.logPath ?? daemonLogPath(socketPath);
  const command = [...options.command, '--listen', socketPath, '--ready-fd', '3'];
  // Seldom needed, and node:child_process takes its time.
  const { startInBackground } = await import('../host/background-process.ts');
  const start = await startInBackground(command, logPath, deadlineMs);
  if (start.ready) return { started: true };
  if (start.exitStatus === rootsInUseStatus) await waitForListener(socketPath, winnerDeadlineMs);
  if (await isListening(socketPath)) return { started: false };
  throw new ConmanError(
    start.timedOut ? 'deadline-exceeded' : 'unavailable',
    start.timedOut
      ? `conmand was started but is not ready after ${deadlineMs / 1000} s`
      : `conmand could not be started: ${lastLine(start.output)}`,
    { hint: `Its log is ${logPath}`, details: start.output },
  );
}

/** The winner of the race has the roots, but may not have come to listen yet. */
async function waitForListener(socketPath: string, deadlineMs: number): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (performance.now() < deadline && !(await isListening(socketPath))) await setTimeout(winnerPollMs);
}

/** Beside the sockets of private roots, so that several daemons do not write into one log. */
export function daemonLogPath(socketPath: string): string {
  return socketPath === defaultSocketPath ? '/var/log/conman/conmand.log' : `${socketPath.replace(/\.sock$/, '')}.log`;
}

/** False when nobody listens; a socket that may not be used is an error. */
async function isListening(socketPath: string): Promise<boolean> {
  try {
    (await connectUnixSocket(socketPath)).destroy();
    return true;
  } catch (error) {
    const { code } = ConmanError.from(error);
    if (code === 'unavailable') return false;
    throw new ConmanError(code, `${socketPath} may not be used by you`, { cause: error, hint: 'Run it with sudo.' });
  }
}

/** Without the time and level in front, which say nothing to the reader of an error message. */
function lastLine(output: string): string {
  const last = output.trimEnd().split('\n').at(-1) ?? '';
  return last.replace(/^\S+ (?:error|warning|info) +/, '') || 'it ended without a word';
}
