import type { NetworkOperations } from '../../api/network-operations.ts';
import type { Containers } from '../../container/containers.ts';

export function networkPart(containers: Containers): NetworkOperations {
  const { networks } = containers;
  return {
    listNetworks: () => networks.list(),
    inspectNetwork: (name) => networks.inspect(name),
    createNetwork: (options) => containers.track(networks.create(options)),
    removeNetwork: (name) => containers.track(networks.remove(name)),
    pruneNetworks: (options) => containers.track(networks.prune(options)),
    connectNetwork: (ref, connection) => containers.connectNetwork(ref, connection),
    disconnectNetwork: (ref, name) => containers.disconnectNetwork(ref, name),
    checkNetwork: (name) => networks.check(name),
  };
}
