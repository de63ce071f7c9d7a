const nsPerMs = 1_000_000n;
const secondMs = 1000;
/** Each unit and how many of the one before make it. */
const units = [
  ['s', secondMs],
  ['m', 60 * secondMs],
  ['h', 60 * 60 * secondMs],
  ['d', 24 * 60 * 60 * secondMs],
] as const;

function unitOf(ageMs: number): readonly [string, number] {
  return units.findLast(([, sizeMs]) => ageMs >= sizeMs) ?? units[0];
}

/** How long ago `sinceNs` (Unix time in ns) was, in its largest unit: `8s`, `3m`, `5h`, `12d`. */
export function ageText(sinceNs: bigint, nowMs: number): string {
  const ageMs = Math.max(0, nowMs - Number(sinceNs / nsPerMs));
  const [unit, sizeMs] = unitOf(ageMs);
  return `${Math.floor(ageMs / sizeMs)}${unit}`;
}

/** Ms until {@link ageText} of any of these says something else, so that nobody wakes up for nothing. */
export function msToNextAge(sinceNs: Iterable<bigint>, nowMs: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const since of sinceNs) {
    const ageMs = Math.max(0, nowMs - Number(since / nsPerMs));
    const [, sizeMs] = unitOf(ageMs);
    least = Math.min(least, sizeMs - (ageMs % sizeMs));
  }
  return least;
}
