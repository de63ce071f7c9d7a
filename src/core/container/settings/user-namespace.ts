import type { ContainerSettings, IdMapping } from '../../api/settings.ts';
import type { PlannedUserNamespace } from '../user-namespaces/id-allocation.ts';
import { invalid } from './invalid.ts';

/** The one above means "none" to system calls. */
const endOfIds = 2 ** 32 - 1;
/** Of user_namespaces(7). */
const maxRanges = 340;
const defaultSize = 65_536;

/** Undefined: the host's. */
export function planUserNamespace({ userNamespace, privileged }: ContainerSettings): PlannedUserNamespace | undefined {
  if (userNamespace === undefined || userNamespace.kind === 'host') return undefined;
  if (privileged) throw invalid('what is privileged has the rights of the host, which user ids of its own take away');
  if (userNamespace.kind === 'auto') {
    const { size = defaultSize } = userNamespace;
    if (Number.isInteger(size) && size >= 1 && size <= 2 ** 24) return { kind: 'auto', size };
    throw invalid(`a container cannot have ${size} user ids`, `Give 1 to ${2 ** 24}.`);
  }
  const { uids, gids } = userNamespace;
  return { kind: 'maps', uids: planRanges(uids, 'user'), gids: planRanges(gids, 'group') };
}

function planRanges(ranges: readonly IdMapping[], what: 'user' | 'group'): readonly IdMapping[] {
  const wrong = ranges.find((range) => !isRange(range));
  if (wrong !== undefined) {
    throw invalid(`${wrong.container}:${wrong.host}:${wrong.size} is no range of ids`, 'Write CONTAINER:HOST:SIZE.');
  }
  if (ranges.length > maxRanges) throw invalid(`the kernel takes ${maxRanges} ranges of ${what} ids, not more`);
  for (const side of ['container', 'host'] as const) {
    const sorted = ranges.toSorted((a, b) => a[side] - b[side]);
    const twice = sorted.find((range, index) => index > 0 && range[side] < end(sorted[index - 1], side));
    if (twice !== undefined) throw invalid(`two ranges have the ${what} id ${twice[side]} of the ${side}`);
  }
  if (ranges.some(({ container }) => container === 0)) return ranges;
  throw invalid(`no range of ${what} ids holds 0, the container's root`, 'Map it: 0:100000:65536');
}

function end(range: IdMapping | undefined, side: 'container' | 'host'): number {
  return range === undefined ? 0 : range[side] + range.size;
}

function isRange({ container, host, size }: IdMapping): boolean {
  const whole = [container, host, size].every((number) => Number.isInteger(number) && number >= 0);
  return whole && size > 0 && Math.max(container, host) + size <= endOfIds;
}
