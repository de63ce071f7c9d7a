import type { CheckpointOperations, CheckpointOptions } from '../../api/checkpoint-operations.ts';
import type { Calls } from './calls.ts';

export function checkpointClient(calls: Calls): CheckpointOperations {
  return {
    async checkpointContainer(ref: string, target: string, options: CheckpointOptions = {}) {
      const { stop = false, tcpEstablished = false } = options;
      await calls.unary(calls.rpc.checkpointContainer, { containerId: ref, directory: target, stop, tcpEstablished });
    },

    async listCheckpoints(ref: string) {
      const { checkpoints } = await calls.unary(calls.rpc.listCheckpoints, { containerId: ref });
      return checkpoints.map((one) => ({ ...one, sizeBytes: Number(one.sizeBytes) }));
    },

    async removeCheckpoint(ref: string, name: string) {
      await calls.unary(calls.rpc.removeCheckpoint, { containerId: ref, name });
    },
  };
}
