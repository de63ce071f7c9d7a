import type { ContainerStats, StatsSample } from '../../../core/api/index.ts';

/** Counters are plain numbers; those unknown are left out. Times are strings, as in all of our JSON. */
export function sampleJson({ at, containers }: StatsSample) {
  return { at: String(at), containers: containers.map(statsJson) };
}

function statsJson(stats: ContainerStats) {
  return { ...stats, at: String(stats.at) };
}
