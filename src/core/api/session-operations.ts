import type { CreateExecOptions, ExecSession } from './exec.ts';
import type { LogChunk, LogOptions, LogPart, LogPartOptions } from './log.ts';
import type { AttachOptions, StreamSession } from './stream.ts';

/** What flows in and out of containers: logs, attached streams, exec sessions. */
export interface SessionOperations {
  readLogs(ref: string, options: LogOptions, abort?: AbortSignal): AsyncIterable<LogChunk>;
  /** A part of the log from any place in it, beginning and ending with whole lines where it can. */
  readLogPart(ref: string, options: LogPartOptions): Promise<LogPart>;
  /** Somebody moved its log away: what it writes from now on is in a new file of that name. Nothing to do unless it runs. */
  reopenLog(ref: string): Promise<void>;
  attachContainer(ref: string, options: AttachOptions): Promise<StreamSession>;
  /** One-shot URL of a Kubernetes remote-command endpoint (SPDY/3.1) attached to the container. */
  attachUrl(ref: string, options: AttachOptions & { readonly tty: boolean }): Promise<string>;

  /** Starts a process in a running container. Fails with `failed-precondition` when it does not run. */
  createExec(ref: string, options: CreateExecOptions): Promise<ExecSession>;
  /** What it wrote while nobody watched comes first, as far as it was kept. `id` is that of the session. */
  attachExec(id: string, options: AttachOptions): Promise<StreamSession>;
  listExecs(): Promise<readonly ExecSession[]>;
  /** Ends the process (SIGHUP on a terminal, else SIGKILL after SIGTERM) and forgets the session. Idempotent. */
  removeExec(id: string): Promise<void>;
}
