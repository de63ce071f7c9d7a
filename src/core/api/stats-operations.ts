import type { StatsOptions, StatsSample } from './stats.ts';

/** What containers take of the machine. */
export interface StatsOperations {
  /**
   * Samples at a chosen rate until `abort`, the first at once. Containers that do not run are not in a sample. Nothing is
   * read while nobody asks, and who asks for the same container shares what is read.
   */
  containerStats(options?: StatsOptions, abort?: AbortSignal): AsyncIterable<StatsSample>;
}
