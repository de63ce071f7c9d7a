import type { ContainerStats } from '../../../core/api/index.ts';

/** What is drawn over time. Rates are per second. */
export const seriesNames = ['cores', 'memory', 'received', 'sent', 'read', 'written', 'pids', 'throttled'] as const;
export type SeriesName = (typeof seriesNames)[number];

/** Samples that are kept: five minutes at one a second. */
export const historyLength = 300;

/** The recent past of one container: a ring of numbers for each series. */
export class StatsHistory {
  readonly #series = Object.fromEntries(seriesNames.map((name) => [name, new Float32Array(historyLength)])) as Record<
    SeriesName,
    Float32Array
  >;
  #count = 0;
  #last: ContainerStats | undefined;

  get last(): ContainerStats | undefined {
    return this.#last;
  }

  /** Samples there are, the newest included. */
  get length(): number {
    return Math.min(this.#count, historyLength);
  }

  add(stats: ContainerStats): void {
    const values = valuesOf(stats, this.#last);
    const place = this.#count % historyLength;
    for (const name of seriesNames) this.#series[name][place] = values[name];
    this.#count++;
    this.#last = stats;
  }

  /** The last `count` values, oldest first; fewer where there are not so many. */
  recent(name: SeriesName, count: number): readonly number[] {
    const wanted = Math.min(count, this.length);
    return Array.from({ length: wanted }, (_, index) => {
      return this.#series[name][(this.#count - wanted + index) % historyLength] ?? 0;
    });
  }
}

function valuesOf(stats: ContainerStats, before: ContainerStats | undefined): Record<SeriesName, number> {
  const seconds = before === undefined ? 0 : Number(stats.at - before.at) / 1e9;
  /** Counters begin anew with another run. */
  const rate = (count: (one: ContainerStats) => number): number =>
    before === undefined || seconds <= 0 ? 0 : Math.max(0, count(stats) - count(before)) / seconds;
  const { cpu, memory, pids } = stats;
  const periods = cpu.periods - (before?.cpu.periods ?? cpu.periods);
  const throttled = cpu.throttledPeriods - (before?.cpu.throttledPeriods ?? cpu.throttledPeriods);
  return {
    cores: cpu.cores ?? 0,
    memory: memory.workingSetBytes,
    received: rate(({ network }) => network.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0)),
    sent: rate(({ network }) => network.reduce((sum, { sentBytes }) => sum + sentBytes, 0)),
    read: rate(({ block }) => block.readBytes),
    written: rate(({ block }) => block.writeBytes),
    pids: pids.current,
    throttled: periods > 0 ? throttled / periods : 0,
  };
}
