import * as z from 'zod';
import type { ContainerExit } from '../api/container.ts';
import { parseRfc3339 } from '../host/clock.ts';
import { readText } from '../host/files.ts';
import { whenPossible } from '../host/when-possible.ts';

const unixNs = z.string().transform((text, context) => {
  const parsed = parseRfc3339(text);
  if (parsed !== undefined) return parsed;
  context.addIssue('not a time of RFC 3339');
  return z.NEVER;
});

const always = {
  at: unixNs,
  logBytesLost: z.int().min(0).default(0),
  oomKilled: z.boolean().default(false),
  timedOut: z.boolean().default(false),
};

/** What the shim writes when the container has ended. */
const exitSchema = z.discriminatedUnion('reason', [
  z.object({ ...always, reason: z.literal('exited'), exitCode: z.int().min(0).max(255) }),
  z.object({ ...always, reason: z.literal('signaled'), signal: z.int().min(1).max(64) }),
  z.object({ ...always, reason: z.literal('unknown') }),
]);

export interface ExitRecord {
  readonly exit: ContainerExit;
  /** Output bytes that could not be logged. */
  readonly logBytesLost: bigint;
}

/**
 * How the container ended, or undefined when its shim has not said so. A file that cannot be read says `unknown`; one that
 * cannot be read at the moment is waited for, because what it says is final.
 */
export async function readExitFile(path: string): Promise<ExitRecord | undefined> {
  try {
    const text = await whenPossible(() => readText(path));
    return text === undefined ? undefined : parseExit(text);
  } catch {
    return parseExit('');
  }
}

/** An exit file that cannot be understood still says that there was an end: `unknown`, at an unknown time. */
export function parseExit(text: string): ExitRecord {
  const record = exitSchema.safeParse(parseJson(text)).data;
  const cause = record?.timedOut ? 'timeout' : record?.oomKilled ? 'out-of-memory' : undefined;
  return {
    exit: { ...containerExit(record), ...(cause && { cause }) },
    logBytesLost: BigInt(record?.logBytesLost ?? 0),
  };
}

function containerExit(record: z.infer<typeof exitSchema> | undefined): ContainerExit {
  switch (record?.reason) {
    case 'exited':
      return { reason: 'exited', code: record.exitCode, signal: undefined, at: record.at };
    case 'signaled':
      return { reason: 'signaled', code: 128 + record.signal, signal: record.signal, at: record.at };
    default:
      return { reason: 'unknown', code: undefined, signal: undefined, at: record?.at ?? 0n };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
