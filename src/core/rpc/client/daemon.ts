import type { DaemonOperations } from '../../api/daemon-operations.ts';
import type { Calls } from './calls.ts';

export function daemonClient(calls: Calls): DaemonOperations {
  return {
    async metrics() {
      return (await calls.unary(calls.rpc.metrics, {})).text;
    },
    async *daemonLog({ tail, follow }, abort?: AbortSignal) {
      for await (const { line } of calls.responses(calls.rpc.daemonLog({ tail, follow }), abort)) yield line;
    },
    async restartDaemon({ force }) {
      await calls.unary(calls.rpc.restartDaemon, { force });
    },
  };
}
