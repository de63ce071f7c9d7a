import type { HealthCheck } from '../api/health.ts';
import type * as wire from './generated/conman.ts';

/** Without a command it is `none`. */
export function healthToWire(check: HealthCheck | 'none'): wire.HealthCheck {
  const {
    command = [],
    intervalMs,
    timeoutMs,
    startPeriodMs,
    startIntervalMs,
    retries,
  } = check === 'none' ? ({} as Partial<HealthCheck>) : check;
  return { command, intervalMs, timeoutMs, startPeriodMs, startIntervalMs, retries };
}

export function healthFromWire(check: wire.HealthCheck): HealthCheck | 'none' {
  return check.command.length === 0 ? 'none' : check;
}
