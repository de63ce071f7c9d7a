const nsPerSecond = 1_000_000_000n;

/** Unix time in ns as RFC 3339 in UTC with all nine digits; empty for 0, which is "not yet". */
export function rfc3339(timeNs: bigint): string {
  if (timeNs === 0n) return '';
  const seconds = new Date(Number(timeNs / nsPerSecond) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(timeNs % nsPerSecond).padStart(9, '0')}Z`;
}
