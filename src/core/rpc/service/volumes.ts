import type { VolumeOperations } from '../../api/volume-operations.ts';
import { reclaimedToWire, usageToWire, volumeToWire } from '../convert-volumes.ts';
import type { ConmanServer } from '../generated/conman.ts';
import { unary, unaryUntilCancelled } from './handlers.ts';

export function volumeMethods(engine: VolumeOperations) {
  return {
    listVolumes: unary(async () => ({ volumes: (await engine.listVolumes()).map(volumeToWire) })),
    inspectVolume: unary(async ({ name }) => ({ volume: volumeToWire(await engine.inspectVolume(name)) })),
    createVolume: unary(async (request) => ({ volume: volumeToWire(await engine.createVolume(request)) })),
    removeVolume: unary(async ({ name }) => {
      await engine.removeVolume(name);
      return {};
    }),
    pruneVolumes: unary(async (request) => ({ items: (await engine.pruneVolumes(request)).map(reclaimedToWire) })),
    pruneContainers: unary(async (request) => ({
      items: (await engine.pruneContainers(request)).map(reclaimedToWire),
    })),
    diskUsage: unaryUntilCancelled(async (_request, abort) => usageToWire(await engine.diskUsage(abort))),
  } satisfies Partial<ConmanServer>;
}
