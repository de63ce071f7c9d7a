import type { StatsOperations } from '../../api/stats-operations.ts';
import { sampleToWire } from '../convert-stats.ts';
import type { ConmanServer, StreamStatsRequest } from '../generated/conman.ts';
import { streaming } from './handlers.ts';

/** Of one container on the wire, more or less. */
const estimatedStatsBytes = 256;

export function statsMethods(engine: StatsOperations) {
  return {
    streamStats: streaming(
      (request, abort) => samples(engine, request, abort),
      ({ containers }) => containers.length * estimatedStatsBytes,
    ),
  } satisfies Partial<ConmanServer>;
}

async function* samples(engine: StatsOperations, request: StreamStatsRequest, abort: AbortSignal) {
  const { containerIds, intervalMs } = request;
  const options = { refs: containerIds, ...(intervalMs !== undefined && { intervalMs }) };
  for await (const sample of engine.containerStats(options, abort)) yield sampleToWire(sample);
}
