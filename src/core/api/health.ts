/** How a container is asked whether it is well. */
export interface HealthCheck {
  /** Run in the container; status 0 means well. */
  readonly command: readonly string[];
  /** From the end of a check to the next; 30 s when absent. */
  readonly intervalMs?: number | undefined;
  /** A check that takes longer has failed; 30 s when absent. */
  readonly timeoutMs?: number | undefined;
  /** Failures this soon after the start do not count; 0 when absent. */
  readonly startPeriodMs?: number | undefined;
  /** The interval until it is well for the first time, within the start period; 5 s when absent. */
  readonly startIntervalMs?: number | undefined;
  /** Failures in a row that make it unhealthy; 3 when absent. */
  readonly retries?: number | undefined;
}

/** With its defaults. */
export type WholeHealthCheck = { readonly [Key in keyof HealthCheck]-?: NonNullable<HealthCheck[Key]> };

export type HealthStatus = 'starting' | 'healthy' | 'unhealthy';

/** One check that was made. */
export interface HealthResult {
  /** RFC 3339 with ns. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** Null: it timed out, or could not be run. */
  readonly exitCode: number | null;
  /** What it printed, its beginning. */
  readonly output: string;
}

/** Health as `inspect` shows it. */
export interface HealthInspection {
  readonly check: WholeHealthCheck;
  readonly status: HealthStatus;
  /** Failures in a row. */
  readonly failures: number;
  /** The last five, latest last; those of this conmand. */
  readonly results: readonly HealthResult[];
}
