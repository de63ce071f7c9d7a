import type { CheckpointOperations } from '../../api/checkpoint-operations.ts';
import type { ConmanServer } from '../generated/conman.ts';
import { unary } from './handlers.ts';

export function checkpointMethods(engine: CheckpointOperations) {
  return {
    checkpointContainer: unary(async ({ containerId, directory, stop, tcpEstablished }) => {
      await engine.checkpointContainer(containerId, directory, { stop, tcpEstablished });
      return {};
    }),
    listCheckpoints: unary(async ({ containerId }) => {
      const checkpoints = await engine.listCheckpoints(containerId);
      return { checkpoints: checkpoints.map((one) => ({ ...one, sizeBytes: BigInt(one.sizeBytes) })) };
    }),
    removeCheckpoint: unary(async ({ containerId, name }) => {
      await engine.removeCheckpoint(containerId, name);
      return {};
    }),
  } satisfies Partial<ConmanServer>;
}
