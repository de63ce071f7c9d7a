import { setTimeout as sleep } from 'node:timers/promises';
import { ConmanError } from '../../errors/index.ts';
import { isTransient } from '../../host/http-error.ts';

export interface RetryPolicy {
  readonly attempts: number;
  /** Before the second attempt; doubles with each further one. */
  readonly firstDelayMs: number;
}

export const defaultRetries: RetryPolicy = { attempts: 5, firstDelayMs: 500 };

/** Nobody who waits longer than this is waited for. */
const maxDelayMs = 30_000;

/** A failure that another attempt may not meet, and when to make it. */
export class Retryable extends Error {
  readonly failure: ConmanError;
  readonly afterMs: number | undefined;

  constructor(failure: ConmanError, afterMs?: number) {
    super(failure.message, { cause: failure });
    this.failure = failure;
    this.afterMs = afterMs;
  }
}

/**
 * Tries again what failed for a moment, after a pause with jitter, so that many clients do not come back at
 * once. Attempts that got further do not count.
 */
export async function withRetries<T>(
  policy: RetryPolicy,
  abort: AbortSignal,
  attempt: () => Promise<T>,
  hasProgressed: () => boolean = () => false,
): Promise<T> {
  for (let turn = 1; ; turn++) {
    try {
      return await attempt();
    } catch (error) {
      if (hasProgressed()) turn = 1;
      const failure = error instanceof Retryable ? error.failure : error;
      const isHopeful = error instanceof Retryable ? (error.afterMs ?? 0) <= maxDelayMs : isTransient(error);
      if (turn >= policy.attempts || !isHopeful) throw failure;
      const backoff = policy.firstDelayMs * 2 ** (turn - 1) * (0.5 + Math.random());
      const pause = error instanceof Retryable ? (error.afterMs ?? backoff) : backoff;
      await sleep(Math.min(pause, maxDelayMs), undefined, { signal: abort }).catch(() => {
        throw new ConmanError('cancelled', 'cancelled');
      });
    }
  }
}

/** `Retry-After` in ms: seconds or a date (RFC 9110). */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.max(ms, 0);
}
