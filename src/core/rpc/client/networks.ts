import type { CreateNetworkOptions, NetworkConnection } from '../../api/network.ts';
import type { NetworkOperations } from '../../api/network-operations.ts';
import { ConmanError } from '../../errors/index.ts';
import { connectionToWire, createNetworkToWire, networkFromWire } from '../convert-network.ts';
import { parseInspection } from './answers.ts';
import type { Calls } from './calls.ts';

export function networkClient(calls: Calls): NetworkOperations {
  return {
    async listNetworks() {
      const { networks } = await calls.unary(calls.rpc.listNetworks, {});
      return networks.map(networkFromWire);
    },

    async inspectNetwork(name: string) {
      const { json } = await calls.unary(calls.rpc.inspectNetwork, { name });
      return parseInspection(json);
    },

    async createNetwork(options: CreateNetworkOptions) {
      const { network } = await calls.unary(calls.rpc.createNetwork, createNetworkToWire(options));
      if (network === undefined) throw new ConmanError('internal', 'conmand answered without the network it made');
      return networkFromWire(network);
    },

    async removeNetwork(name: string) {
      await calls.unary(calls.rpc.removeNetwork, { name });
    },

    async pruneNetworks({ dryRun = false } = {}) {
      const { names } = await calls.unary(calls.rpc.pruneNetworks, { dryRun });
      return names;
    },

    async connectNetwork(ref: string, connection: NetworkConnection) {
      await calls.unary(calls.rpc.connectNetwork, { containerId: ref, connection: connectionToWire(connection) });
    },

    async disconnectNetwork(ref: string, name: string) {
      await calls.unary(calls.rpc.disconnectNetwork, { containerId: ref, network: name });
    },

    async checkNetwork(name: string) {
      const { problems } = await calls.unary(calls.rpc.checkNetwork, { name });
      return problems;
    },
  };
}
