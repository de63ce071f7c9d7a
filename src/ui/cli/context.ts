import type { ContainerEngine, LocalFiles } from '../../core/api/index.ts';

/** An engine behind a socket. Connects at the first call. */
export interface EngineConnection extends ContainerEngine {
  close(): void;
}

export interface DaemonFacts {
  readonly running: boolean;
  readonly pid: number | undefined;
  readonly version: string | undefined;
  /** What to know about it, such as that it is of another version. */
  readonly notice: string | undefined;
}

/** What the CLI may do about the daemon itself. Rejects with ConmanErrors. */
export interface DaemonControl {
  /** Version of conmanctl, which is that of the daemon it would start. */
  readonly version: string;
  readonly defaultSocketPath: string;
  connect(socketPath: string): EngineConnection;
  /** Starts conmand in the background unless something listens on the default socket already. */
  ensure(): Promise<{ readonly started: boolean }>;
  status(socketPath: string): Promise<DaemonFacts>;
  /** Containers go on running. False: none ran. */
  stop(socketPath: string): Promise<boolean>;
  /** The daemon becomes the installed one. Containers go on running; exec sessions end, which takes `force`. */
  restart(socketPath: string, force: boolean): Promise<{ readonly pid: number; readonly version: string }>;
  /** The log of a daemon that does not answer, its last 256 KiB; undefined when nobody knows where it is. */
  lastLog(socketPath: string): Promise<string | undefined>;
}

/** Variables of the process; those that conmanctl itself obeys have names. */
export interface Environment {
  /** The socket, when --host does not say. */
  readonly CONMAN_HOST?: string;
  /** Not empty: failures are told with all their details. */
  readonly CONMAN_DEBUG?: string;
  readonly NO_COLOR?: string;
  readonly [name: string]: string | undefined;
}

export type InterruptSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** The process as the CLI sees it; src/ui/bin hands in the real one. */
export interface CliContext {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly environment: Environment;
  readonly workingDirectory: string;
  /** Loaded when asked for: gRPC takes longer to load than everything else here, and help and usage errors need none. */
  daemon(): Promise<DaemonControl>;
  /** Text of a file of the user's, relative to the working directory; rejects with a ConmanError. */
  readTextFile(path: string): Promise<string>;
  localFiles(): Promise<LocalFiles>;
  nowMs(): number;
  /** Calls `listener` instead of letting the signal end the process, until the returned function is called. */
  onSignal(signal: InterruptSignal, listener: () => void): () => void;
}
