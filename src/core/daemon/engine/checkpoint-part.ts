import type { CheckpointOperations } from '../../api/checkpoint-operations.ts';
import type { Containers } from '../../container/containers.ts';

export function checkpointPart(containers: Containers): CheckpointOperations {
  return {
    checkpointContainer: (ref, target, options) => containers.checkpoint(ref, target, options),
    listCheckpoints: (ref) => containers.listCheckpoints(ref),
    removeCheckpoint: (ref, name) => containers.removeCheckpoint(ref, name),
  };
}
