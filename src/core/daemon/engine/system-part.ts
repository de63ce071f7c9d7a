import type { EngineEvent } from '../../api/event.ts';
import type { RuntimeSummary, SystemOperations } from '../../api/system-operations.ts';
import type { Containers } from '../../container/containers.ts';
import { ConmanError } from '../../errors/index.ts';
import type { UnixClock } from '../../host/clock.ts';
import type { Runtime, RuntimeVersion } from '../../runtime/runc.ts';
import type { ExecSessions } from '../../streams/exec-sessions.ts';
import { conmanVersion } from '../defaults.ts';
import { eventStream } from '../event-stream.ts';

export function systemPart(containers: Containers, execs: ExecSessions, clock: UnixClock): SystemOperations {
  const startedAt = clock.nowNs();
  const versions = new Map<string, Promise<RuntimeVersion>>();
  /** Asked once: it costs a start of the runtime. */
  function versionOf(name: string, runtime: Runtime): Promise<RuntimeVersion> {
    const known = versions.get(name) ?? runtime.version();
    versions.set(name, known);
    known.catch(() => versions.delete(name));
    return known;
  }
  async function summarize([name, runtime]: readonly [string, Runtime]): Promise<RuntimeSummary> {
    const { path } = runtime;
    try {
      await runtime.check();
      return { name, path, version: (await versionOf(name, runtime)).version, problem: '' };
    } catch (error) {
      return { name, path, version: '', problem: ConmanError.from(error).message };
    }
  }
  return {
    async version() {
      const { runtimes } = containers;
      const first = await versionOf(runtimes.defaultName, runtimes.named(undefined));
      return {
        ...{ version: conmanVersion, runtimeName: first.name, runtimeVersion: first.version },
        runtimes: await Promise.all([...runtimes.all].map(summarize)),
        ...{ pid: process.pid, startedAt },
      };
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
