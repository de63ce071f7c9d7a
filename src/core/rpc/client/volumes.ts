import type { VolumeOperations } from '../../api/volume-operations.ts';
import { reclaimedFromWire, usageFromWire, volumeFromWire } from '../convert-volumes.ts';
import { present } from './answers.ts';
import type { Calls } from './calls.ts';

export function volumeClient(calls: Calls): VolumeOperations {
  return {
    async listVolumes() {
      const { volumes } = await calls.unary(calls.rpc.listVolumes, {});
      return volumes.map(volumeFromWire);
    },

    async inspectVolume(name: string) {
      const { volume } = await calls.unary(calls.rpc.inspectVolume, { name });
      return volumeFromWire(present(volume, 'volume'));
    },

    async createVolume({ name, labels = {} }: Parameters<VolumeOperations['createVolume']>[0]) {
      const { volume } = await calls.unary(calls.rpc.createVolume, { name, labels: { ...labels } });
      return volumeFromWire(present(volume, 'volume'));
    },

    async removeVolume(name: string) {
      await calls.unary(calls.rpc.removeVolume, { name });
    },

    async pruneVolumes({ all = false, dryRun = false }: Parameters<VolumeOperations['pruneVolumes']>[0] = {}) {
      const { items } = await calls.unary(calls.rpc.pruneVolumes, { all, dryRun });
      return items.map(reclaimedFromWire);
    },

    async pruneContainers({ dryRun = false }: Parameters<VolumeOperations['pruneContainers']>[0] = {}) {
      const { items } = await calls.unary(calls.rpc.pruneContainers, { dryRun });
      return items.map(reclaimedFromWire);
    },

    async diskUsage(abort?: AbortSignal) {
      return usageFromWire(await calls.unary(calls.rpc.diskUsage, {}, {}, abort));
    },
  };
}
