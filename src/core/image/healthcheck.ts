import * as z from 'zod';
import type { HealthCheck } from '../api/health.ts';

const nsPerMs = 1_000_000;
const span = z.number().nonnegative().nullish();

/** `Healthcheck` of an image's configuration as docker writes it; spans in ns, where 0 means the default. */
export const healthcheckSchema = z.object({
  Test: z.array(z.string()).nullish(),
  Interval: span,
  Timeout: span,
  StartPeriod: span,
  StartInterval: span,
  Retries: z.int().nonnegative().nullish(),
});

/** Undefined for `NONE`, and for what is no test. */
export function healthCheckOf(check: z.infer<typeof healthcheckSchema> | null | undefined): HealthCheck | undefined {
  const command = commandOf(check?.Test ?? []);
  if (command === undefined) return undefined;
  const spans = {
    intervalMs: msOf(check?.Interval),
    timeoutMs: msOf(check?.Timeout),
    startPeriodMs: msOf(check?.StartPeriod),
    startIntervalMs: msOf(check?.StartInterval),
  };
  const given = Object.entries({ ...spans, retries: check?.Retries || undefined });
  return { command, ...Object.fromEntries(given.filter(([, value]) => value !== undefined)) };
}

function commandOf([kind, ...words]: readonly string[]): readonly string[] | undefined {
  if (words.length === 0) return undefined;
  if (kind === 'CMD') return words;
  return kind === 'CMD-SHELL' ? ['/bin/sh', '-c', words.join(' ')] : undefined;
}

function msOf(ns: number | null | undefined): number | undefined {
  return ns ? ns / nsPerMs : undefined;
}
