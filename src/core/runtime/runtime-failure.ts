import * as z from 'zod';
import { ConmanError, type ErrorCode } from '../errors/index.ts';

const logLine = z.object({ level: z.enum(['error', 'fatal']), msg: z.string() });

/**
 * The reason in what a runtime printed. With `--log-format json` runc and crun write one JSON object per line; whatever
 * else is there (a loader's message, a panic) is taken as it is.
 */
export function runtimeReason(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const reasons = lines.map(parseLogLine).filter((reason) => reason !== undefined);
  return (reasons.at(-1) ?? lines.at(-1) ?? '').trim();
}

function parseLogLine(line: string): string | undefined {
  try {
    return logLine.safeParse(JSON.parse(line)).data?.msg;
  } catch {
    return undefined;
  }
}

export interface RuntimeFailure {
  readonly code?: ErrorCode;
  /** What conman was doing: `start the container`. */
  readonly doing: string;
  readonly stderr: string;
  /** Said when the runtime gave no reason: `Runtime Exited with code 1.` */
  readonly status: string;
  readonly hint?: string;
}

/** The runtime's own reason as the user's error. */
export function runtimeError({
  code = 'failed-precondition',
  doing,
  stderr,
  status,
  hint,
}: RuntimeFailure): ConmanError {
  const reason = runtimeReason(stderr) || status;
  return new ConmanError(code, `cannot ${doing}: ${reason}`, { hint, details: stderr.trim() || undefined });
}
