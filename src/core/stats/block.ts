import type { BlockStats } from '../api/stats.ts';
import type { ControllerDirectory } from '../host/cgroups.ts';
import type { SmallFiles } from '../host/small-files.ts';

export function readBlock(
  files: SmallFiles,
  blkio: ControllerDirectory | undefined,
  io: ControllerDirectory | undefined,
): BlockStats {
  if (blkio?.version !== 1) return parseBlockV2(io === undefined ? '' : files.read(`${io.directory}/io.stat`));
  const prefix = `${blkio.directory}/blkio.throttle.io`;
  return parseBlockV1(files.read(`${prefix}_service_bytes_recursive`), files.read(`${prefix}_serviced_recursive`));
}

/** io.stat of cgroup v2: `8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0`. */
export function parseBlockV2(stat: string): BlockStats {
  const total = (key: string): number => sum(stat.matchAll(new RegExp(`\\b${key}=(\\d+)`, 'g')));
  return { readBytes: total('rbytes'), writeBytes: total('wbytes'), reads: total('rios'), writes: total('wios') };
}

/** Of cgroup v1: `8:0 Read 1`, `8:0 Write 2`, ... and a total. */
export function parseBlockV1(bytes: string, operations: string): BlockStats {
  const total = (text: string, kind: string): number =>
    sum(text.matchAll(new RegExp(`^\\d+:\\d+ ${kind} (\\d+)$`, 'gm')));
  return {
    readBytes: total(bytes, 'Read'),
    writeBytes: total(bytes, 'Write'),
    reads: total(operations, 'Read'),
    writes: total(operations, 'Write'),
  };
}

function sum(matches: Iterable<RegExpMatchArray>): number {
  let total = 0;
  for (const [, number] of matches) total += Number(number);
  return total;
}
