export interface DaemonLogOptions {
  /** At most so many lines of before; all that is kept when absent. */
  readonly tail?: number | undefined;
  /** Go on with what is logged from now on. */
  readonly follow: boolean;
}

export interface RestartOptions {
  /** Also when exec sessions run, which end with the daemon. */
  readonly force: boolean;
}

/** The daemon as a program. */
export interface DaemonOperations {
  /** What it counts and measures, in the text format of OpenMetrics. */
  metrics(): Promise<string>;
  /** Lines of the daemon's own log, the last of this run of it. */
  daemonLog(options: DaemonLogOptions, abort?: AbortSignal): AsyncIterable<string>;
  /**
   * Has the daemon replace itself by the program that is installed now: same process id, socket and options. Resolves
   * when it is about to. Containers run on. Rejects with `failed-precondition` when exec sessions run, unless forced.
   */
  restartDaemon(options: RestartOptions): Promise<void>;
}
