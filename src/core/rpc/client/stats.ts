import type { StatsOptions } from '../../api/stats.ts';
import type { StatsOperations } from '../../api/stats-operations.ts';
import { sampleFromWire } from '../convert-stats.ts';
import type { Calls } from './calls.ts';

export function statsClient(calls: Calls): StatsOperations {
  return {
    async *containerStats({ refs = [], intervalMs }: StatsOptions = {}, abort?: AbortSignal) {
      const call = calls.rpc.streamStats({ containerIds: refs, intervalMs });
      for await (const sample of calls.responses(call, abort)) yield sampleFromWire(sample);
    },
  };
}
