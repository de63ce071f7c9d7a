import { setImmediate, setTimeout } from 'node:timers/promises';
import type { ContainerStats, StatsSample } from '../api/stats.ts';
import { ConmanError } from '../errors/index.ts';
import { cpuStats } from './cpu-rate.ts';
import type { StatsReader, StatsReading, StatsTarget } from './stats-reader.ts';

const defaultIntervalMs = 1000;
const minIntervalMs = 100;
const maxIntervalMs = 3_600_000;

/** Readings between two looks at what else the daemon has to do: about a millisecond's worth. */
const readingsPerTurn = 8;

export interface StatsSource {
  readonly reader: StatsReader;
  /** The containers to look at now: those that run. */
  targets(): readonly StatsTarget[];
  nowNs(): bigint;
}

/** Throws `invalid-argument` for an interval that cannot be. */
export function expectInterval(intervalMs = defaultIntervalMs): number {
  if (intervalMs >= minIntervalMs && intervalMs <= maxIntervalMs) return intervalMs;
  throw new ConmanError('invalid-argument', `stats cannot be read every ${intervalMs} ms`, {
    hint: `Give an interval from ${minIntervalMs} to ${maxIntervalMs} ms.`,
  });
}

/** Samples until `abort`, the first at once. A subscriber that is slow gets fewer, never old ones. */
export async function* statsStream(
  source: StatsSource,
  intervalMs: number,
  abort?: AbortSignal,
): AsyncGenerator<StatsSample> {
  let before: ReadonlyMap<string, StatsReading> = new Map();
  while (!abort?.aborted) {
    const readings = await readAll(source, intervalMs);
    const containers = [...readings.values()].map((reading) => withRate(reading, before.get(reading.containerId)));
    before = readings;
    yield { at: source.nowNs(), containers };
    try {
      await setTimeout(untilNext(intervalMs), undefined, { ...(abort && { signal: abort }) });
    } catch {
      return;
    }
  }
}

async function readAll(source: StatsSource, intervalMs: number): Promise<Map<string, StatsReading>> {
  const readings = new Map<string, StatsReading>();
  for (const target of source.targets()) {
    readings.set(target.id, source.reader.read(target, intervalMs / 2));
    if (readings.size % readingsPerTurn === 0) await setImmediate();
  }
  return readings;
}

function withRate(reading: StatsReading, before: StatsReading | undefined): ContainerStats {
  return { ...reading, cpu: cpuStats(reading, before) };
}

/**
 * The next multiple of the interval: subscribers with the same one look at the same moment, and share what is read. Not
 * one that comes too soon for the counters to have grown.
 */
function untilNext(intervalMs: number): number {
  const remainingMs = intervalMs - (Date.now() % intervalMs);
  return remainingMs > intervalMs / 2 ? remainingMs : remainingMs + intervalMs;
}
