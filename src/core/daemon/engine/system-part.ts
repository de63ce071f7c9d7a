import type { EngineEvent } from '../../api/event.ts';
import type { SystemOperations } from '../../api/system-operations.ts';
import type { Containers } from '../../container/containers.ts';
import type { UnixClock } from '../../host/clock.ts';
import type { RuntimeVersion } from '../../runtime/runc.ts';
import type { ExecSessions } from '../../streams/exec-sessions.ts';
import { conmanVersion } from '../defaults.ts';
import { eventStream } from '../event-stream.ts';

export function systemPart(containers: Containers, execs: ExecSessions, clock: UnixClock): SystemOperations {
  const startedAt = clock.nowNs();
  let runtimeVersion: Promise<RuntimeVersion> | undefined;
  return {
    async version() {
      runtimeVersion ??= containers.runtime.version();
      const { name, version } = await runtimeVersion;
      return { version: conmanVersion, runtimeName: name, runtimeVersion: version, pid: process.pid, startedAt };
    },
    async *events(abort) {
      // Files of others are read before the snapshot is taken, which has to be one moment.
      await containers.networks.list();
      yield* eventStream((next) => watchEverything(containers, execs, next), abort);
    },
  };
}

function watchEverything(containers: Containers, execs: ExecSessions, next: (event: EngineEvent) => void) {
  const watch = containers.subscribe(next);
  const leaveExecs = execs.subscribe(next);
  const leaveNetworks = containers.subscribeToNetworks(next);
  const networks = containers.networks.known();
  return {
    snapshot: { kind: 'snapshot', containers: watch.snapshot, execs: execs.list(), networks } as const,
    unsubscribe() {
      watch.unsubscribe();
      leaveExecs();
      leaveNetworks();
    },
  };
}
