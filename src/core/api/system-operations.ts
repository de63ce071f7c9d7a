import type { EngineEvent } from './event.ts';

export interface EngineVersion {
  readonly version: string;
  readonly runtimeName: string;
  readonly runtimeVersion: string;
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
