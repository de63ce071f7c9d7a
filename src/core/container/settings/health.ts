import type { HealthCheck, WholeHealthCheck } from '../../api/health.ts';
import { invalid } from './invalid.ts';

const secondMs = 1000;
const dayMs = 86_400 * secondMs;
/** More would be a load of its own. */
const minMs = 100;
const maxRetries = 1000;

const spans = ['intervalMs', 'timeoutMs', 'startIntervalMs'] as const;

/** A health check with its defaults; `none` is none, whatever the image says. */
export function planHealth(check: HealthCheck | 'none' | undefined): WholeHealthCheck | undefined {
  if (check === undefined || check === 'none') return undefined;
  const { command, intervalMs = 30 * secondMs, timeoutMs = 30 * secondMs, startPeriodMs = 0, retries = 3 } = check;
  const planned = {
    ...{ command, intervalMs, timeoutMs, startPeriodMs, retries },
    startIntervalMs: check.startIntervalMs ?? Math.min(intervalMs, 5 * secondMs),
  };
  if (command.length === 0 || command[0] === '') throw invalid('a health check needs a command');
  if (command.some((word) => word.includes('\0'))) throw invalid('a health check contains a NUL character');
  const wrong = spans.find((span) => !(planned[span] >= minMs && planned[span] <= dayMs));
  if (wrong !== undefined) {
    throw invalid(`a health check cannot have a span of ${planned[wrong]} ms`, 'Give 100 ms to a day.');
  }
  if (!(startPeriodMs >= 0 && startPeriodMs <= dayMs)) throw invalid(`a start cannot take ${startPeriodMs} ms`);
  if (!(Number.isInteger(retries) && retries >= 1 && retries <= maxRetries)) {
    throw invalid(`a health check cannot fail ${retries} times in a row`, `Give 1 to ${maxRetries}.`);
  }
  return planned;
}

/** Of an image it may be one that makes no sense, which must not keep a container from being made. */
export function planImageHealth(check: HealthCheck | undefined): WholeHealthCheck | undefined {
  try {
    return planHealth(check);
  } catch {
    return undefined;
  }
}
