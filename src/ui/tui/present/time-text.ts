/** `2026-11-23 04:15:26`, in the zone of whoever looks. */
export function timeText(unixNs: bigint): string {
  const date = new Date(Number(unixNs / 1_000_000n));
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}

/** `04:15:26` of the same. */
export function clockText(unixNs: bigint): string {
  return timeText(unixNs).slice(-8);
}
