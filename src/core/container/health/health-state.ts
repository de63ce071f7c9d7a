import type { HealthResult, HealthStatus, WholeHealthCheck } from '../../api/health.ts';

/** What is known of a run's health, apart from the single results. */
export interface HealthState {
  readonly status: HealthStatus;
  /** Failures in a row. */
  readonly failures: number;
}

/** With the last checks, latest last. */
export interface HealthReport {
  readonly state: HealthState;
  readonly results: readonly HealthResult[];
}

export const startingHealth: HealthState = { status: 'starting', failures: 0 };

/**
 *   starting ──► healthy ◄──► unhealthy
 *       └────────────────────────▲      after `retries` failures in a row, those of the start period not counted
 */
export function nextHealth(
  { status, failures }: HealthState,
  { retries, startPeriodMs }: WholeHealthCheck,
  { succeeded, ranMs }: { readonly succeeded: boolean; readonly ranMs: number },
): HealthState {
  if (succeeded) return { status: 'healthy', failures: 0 };
  if (status === 'starting' && ranMs < startPeriodMs) return { status, failures };
  const inRow = failures + 1;
  return { status: inRow >= retries ? 'unhealthy' : status, failures: inRow };
}

/** When the next check is due, in ms. */
export function healthDelayMs(
  { status, failures }: HealthState,
  { intervalMs, startIntervalMs, startPeriodMs }: WholeHealthCheck,
  ranMs: number,
): number {
  const isStarting = status === 'starting' && failures === 0 && ranMs < startPeriodMs;
  return isStarting ? startIntervalMs : intervalMs;
}
