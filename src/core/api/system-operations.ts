import type { EngineEvent } from './event.ts';

export interface RuntimeSummary {
  readonly name: string;
  /** The program. */
  readonly path: string;
  /** Empty when there is a problem. */
  readonly version: string;
  /** Why it cannot be used; empty when it can. */
  readonly problem: string;
}

export interface EngineVersion {
  readonly version: string;
  readonly runtimeName: string;
  readonly runtimeVersion: string;
  /** The runtimes that containers can have, the default one first. */
  readonly runtimes: readonly RuntimeSummary[];
  /** Process id of the daemon. */
  readonly pid: number;
  /** When the daemon started, as Unix time in ns. */
  readonly startedAt: bigint;
}

/** The engine itself. */
export interface SystemOperations {
  version(): Promise<EngineVersion>;
  /** A `snapshot` first, then every change, until `abort`. Throws when the subscriber falls hopelessly behind. */
  events(abort?: AbortSignal): AsyncIterable<EngineEvent>;
}
