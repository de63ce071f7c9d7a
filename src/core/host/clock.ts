const nsPerMs = 1_000_000n;
const nsPerSecond = 1_000_000_000n;

/** Unix time in ns that never repeats nor runs backwards within one clock, so that it also orders what happened. */
export class UnixClock {
  #last = 0n;

  nowNs(): bigint {
    const now = BigInt(Date.now()) * nsPerMs;
    this.#last = now > this.#last ? now : this.#last + 1n;
    return this.#last;
  }
}

/** RFC 3339 in UTC with nine decimals; empty for 0n, which means "not yet". */
export function formatUnixNs(unixNs: bigint): string {
  if (unixNs === 0n) return '';
  const seconds = new Date(Number(unixNs / nsPerSecond) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${(unixNs % nsPerSecond).toString().padStart(9, '0')}Z`;
}

const rfc3339 = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;

/** Unix time in ns of an RFC 3339 time, or undefined when it is not one. */
export function parseRfc3339(text: string): bigint | undefined {
  const match = rfc3339.exec(text);
  if (match === null) return undefined;
  const [, seconds, fraction = '', zone] = match;
  const unixMs = Date.parse(`${seconds}${zone}`);
  return Number.isNaN(unixMs) ? undefined : BigInt(unixMs) * nsPerMs + BigInt(fraction.padEnd(9, '0'));
}
