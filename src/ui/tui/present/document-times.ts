import { ageText } from '../../words/age.ts';
import { timeText } from './time-text.ts';

export interface ReadableDocument {
  readonly value: unknown;
  /** Unix times in ns whose ages are in it. */
  readonly times: readonly bigint[];
}

/** What the port calls times: `createdAt`, and `at` of an event. */
const timeName = /^(?:at|\w+At)$/;
/** Texts of others, whatever they are called. */
const strange: ReadonlySet<string> = new Set(['labels', 'annotations', 'spec']);
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const nsPerMs = 1_000_000n;

/** A document with its times as people read them: `2026-11-23 04:15:26, 3m ago`, in the zone of whoever looks. */
export function withReadableTimes(document: unknown, nowMs: number): ReadableDocument {
  const times: bigint[] = [];
  const read = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(read);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        if (strange.has(name)) return [name, inner];
        const at = timeName.test(name) ? timeIn(inner) : undefined;
        if (at === undefined) return [name, read(inner)];
        if (at === 0n) return [name, null];
        times.push(at);
        return [name, `${timeText(at)}${agoText(at, nowMs)}`];
      }),
    );
  };
  const value = read(document);
  return { value, times };
}

/** Unix time in ns, 0 for what has not happened; undefined for what is no time. */
function timeIn(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (value === '') return 0n;
  return typeof value === 'string' && rfc3339.test(value) ? BigInt(Date.parse(value)) * nsPerMs : undefined;
}

function agoText(at: bigint, nowMs: number): string {
  return at / nsPerMs > BigInt(nowMs) ? '' : `, ${ageText(at, nowMs)} ago`;
}
