import { setTimeout as delay } from 'node:timers/promises';
import type { EngineVersion } from '../api/system-operations.ts';
import { ConmanError } from '../errors/index.ts';
import { readTail } from '../host/file-tail.ts';
import { identifyProcess, isProcessAlive, type ProcessIdentity } from '../host/process-identity.ts';
import { sendSignal } from '../host/signal.ts';
import { connectEngine } from '../rpc/client.ts';
import { conmanVersion } from './defaults.ts';
import { daemonLogPath } from './launch.ts';

const maxLogTailBytes = 256 * 1024;

export type DaemonStatus =
  | { readonly running: true; readonly version: EngineVersion; readonly notice: string | undefined }
  /** `reason` is why nothing answers. */
  | { readonly running: false; readonly reason: ConmanError };

/** Who answers on the socket. Rejects only for reasons other than a daemon that is not there. */
export async function daemonStatus(socketPath: string): Promise<DaemonStatus> {
  const engine = connectEngine(socketPath);
  try {
    const version = await engine.version();
    return { running: true, version, notice: versionNotice(version) };
  } catch (thrown) {
    const reason = ConmanError.from(thrown);
    if (reason.code !== 'unavailable') throw reason;
    return { running: false, reason };
  } finally {
    engine.close();
  }
}

/** What to tell the user when the daemon is of another version than the client; undefined when it is not. */
export function versionNotice({ version }: EngineVersion): string | undefined {
  if (version === conmanVersion) return undefined;
  return `conmand is version ${version}, this client is ${conmanVersion}: \`conmanctl daemon restart\` changes to the version that is installed; containers run on`;
}

/** As long as recovery of many containers may take. */
const restartDeadlineMs = 60_000;

/**
 * Has the daemon replace itself by the one that is installed, and waits until that one answers. Rejects with
 * `failed-precondition` when exec sessions run, which end with it, unless forced.
 */
export async function restartDaemon(socketPath: string, force: boolean): Promise<EngineVersion> {
  const engine = connectEngine(socketPath);
  try {
    const { startedAt } = await engine.version();
    await engine.restartDaemon({ force });
    for (const deadline = Date.now() + restartDeadlineMs; Date.now() < deadline; await delay(10)) {
      const version = await engine.version().catch(() => undefined);
      if (version !== undefined && version.startedAt !== startedAt) return version;
    }
  } finally {
    engine.close();
  }
  throw new ConmanError('deadline-exceeded', `conmand is not back after ${restartDeadlineMs / 1000} s`, {
    hint: `Its log says why: ${daemonLogPath(socketPath)}, or journalctl -u conmand.`,
  });
}

/** What a daemon that does not answer logged last, where a client started it. Undefined when there is no such log. */
export async function lastDaemonLog(socketPath: string): Promise<string | undefined> {
  return await readTail(daemonLogPath(socketPath), maxLogTailBytes);
}

/** Ends the daemon and waits until it is gone; containers run on. False when none was there. */
export async function stopDaemon(socketPath: string, deadlineMs = 10_000): Promise<boolean> {
  const status = await daemonStatus(socketPath);
  if (!status.running) return false;
  const daemon = status.version.pid > 0 ? identifyProcess(status.version.pid) : undefined;
  if (daemon === undefined) {
    throw new ConmanError('failed-precondition', `the daemon on ${socketPath} does not tell its process id`, {
      hint: 'Stop it where it was started: Ctrl-C, or systemctl stop conmand.',
    });
  }
  sendSignal(daemon.pid, 'SIGTERM');
  if (!(await hasEnded(daemon, deadlineMs))) {
    throw new ConmanError('deadline-exceeded', `conmand (pid ${daemon.pid}) is still there after ${deadlineMs} ms`);
  }
  return true;
}

/** Polls, because Node offers no way to wait for a process that is not its child. */
async function hasEnded(daemon: ProcessIdentity, deadlineMs: number): Promise<boolean> {
  for (const deadline = Date.now() + deadlineMs; Date.now() < deadline; ) {
    if (!isProcessAlive(daemon)) return true;
    await delay(10);
  }
  return false;
}
