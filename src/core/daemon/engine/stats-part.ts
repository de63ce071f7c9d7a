import type { StatsOptions } from '../../api/stats.ts';
import type { StatsOperations } from '../../api/stats-operations.ts';
import type { Containers } from '../../container/containers.ts';
import type { UnixClock } from '../../host/clock.ts';
import { machineMemoryBytes } from '../../host/kernel-limits.ts';
import { StatsReader } from '../../stats/stats-reader.ts';
import { expectInterval, statsStream } from '../../stats/stats-stream.ts';

export function statsPart(containers: Containers, clock: UnixClock): StatsOperations {
  const nowNs = (): bigint => clock.nowNs();
  const reader = new StatsReader(containers.hierarchies, machineMemoryBytes(), nowNs);
  containers.subscribe(({ type, container }) => {
    if (type === 'exited' || type === 'removed') reader.forget(container.id);
  });
  return {
    async *containerStats({ refs = [], intervalMs }: StatsOptions = {}, abort?: AbortSignal) {
      const interval = expectInterval(intervalMs);
      // By their ids: another container may have the name later.
      const ids = refs.length === 0 ? undefined : new Set(refs.map((ref) => containers.locate(ref).id));
      yield* statsStream({ reader, nowNs, targets: () => containers.runningTargets(ids) }, interval, abort);
    },
  };
}
