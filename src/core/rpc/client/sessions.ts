import type { SessionOperations } from '../../api/session-operations.ts';
import { createExecToWire, execFromWire } from '../convert-exec.ts';
import { partFromWire, partRequestToWire } from '../convert-log.ts';
import { openStreamSession } from '../stream-client.ts';
import { present } from './answers.ts';
import type { Calls } from './calls.ts';

export function sessionClient(calls: Calls): SessionOperations {
  return {
    async *readLogs(ref: string, options: Parameters<SessionOperations['readLogs']>[1], abort?: AbortSignal) {
      const { from, ...others } = options;
      const call = calls.rpc.readLogs({
        containerId: ref,
        untilExit: false,
        ...others,
        ...(from !== undefined && { from: BigInt(from) }),
      });
      for await (const { records } of calls.responses(call, abort)) yield records;
    },

    async reopenLog(ref: string) {
      await calls.unary(calls.rpc.reopenLog, { containerId: ref });
    },

    async readLogPart(ref: string, options: Parameters<SessionOperations['readLogPart']>[1]) {
      return partFromWire(await calls.unary(calls.rpc.readLogPart, partRequestToWire(ref, options)));
    },

    async attachContainer(ref: string, options: Parameters<SessionOperations['attachContainer']>[1]) {
      return await openStreamSession(calls.track(calls.rpc.attachContainer()), ref, options, calls.convert);
    },

    async attachUrl(ref: string, options: Parameters<SessionOperations['attachUrl']>[1]) {
      const { tty, stdin, stdout, stderr } = options;
      const { url } = await calls.unary(calls.rpc.attach, { containerId: ref, tty, stdin, stdout, stderr });
      return url;
    },

    async createExec(ref: string, options: Parameters<SessionOperations['createExec']>[1]) {
      const { session } = await calls.unary(calls.rpc.createExec, createExecToWire(ref, options));
      return execFromWire(present(session, 'exec session'));
    },

    async attachExec(id: string, options: Parameters<SessionOperations['attachExec']>[1]) {
      return await openStreamSession(calls.track(calls.rpc.attachExec()), id, options, calls.convert);
    },

    async listExecs() {
      const { sessions } = await calls.unary(calls.rpc.listExecs, {});
      return sessions.map(execFromWire);
    },

    async removeExec(id: string) {
      await calls.unary(calls.rpc.removeExec, { id });
    },
  };
}
