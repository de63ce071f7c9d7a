import type { SystemOperations } from '../../api/system-operations.ts';
import { eventFromWire } from '../convert-event.ts';
import type { Calls } from './calls.ts';

export function systemClient(calls: Calls): SystemOperations {
  return {
    async version() {
      const { version, runtimeName, runtimeVersion, runtimes, pid, startedAt } = await calls.unary(
        calls.rpc.version,
        {},
        { deadline: Date.now() + calls.answerTimeoutMs },
      );
      return { version, runtimeName, runtimeVersion, runtimes, pid: Number(pid), startedAt };
    },

    async *events(abort?: AbortSignal) {
      for await (const message of calls.responses(calls.rpc.events({}), abort)) {
        const event = eventFromWire(message);
        if (event !== undefined) yield event;
      }
    },
  };
}
