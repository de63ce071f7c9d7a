import { isDeepStrictEqual } from 'node:util';
import type { ContainerSummary } from '../api/container.ts';

/** Whether both say the same. What comes from the record is the same object as long as nothing was written there. */
export function isSameSummary(a: ContainerSummary, b: ContainerSummary): boolean {
  const keys = Object.keys(a) as (keyof ContainerSummary)[];
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => a[key] === b[key] || (key === 'network' && isDeepStrictEqual(a.network, b.network)))
  );
}
