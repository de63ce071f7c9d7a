import type { NetworkOperations } from '../../api/network-operations.ts';
import { ConmanError } from '../../errors/index.ts';
import { connectionFromWire, createNetworkFromWire, networkToWire } from '../convert-network.ts';
import type { ConmanServer } from '../generated/conman.ts';
import { unary } from './handlers.ts';

export function networkMethods(engine: NetworkOperations) {
  return {
    listNetworks: unary(async () => ({ networks: (await engine.listNetworks()).map(networkToWire) })),
    inspectNetwork: unary(async ({ name }) => ({ json: JSON.stringify(await engine.inspectNetwork(name)) })),
    createNetwork: unary(async (request) => ({
      network: networkToWire(await engine.createNetwork(createNetworkFromWire(request))),
    })),
    removeNetwork: unary(async ({ name }) => {
      await engine.removeNetwork(name);
      return {};
    }),
    pruneNetworks: unary(async ({ dryRun }) => ({ names: [...(await engine.pruneNetworks({ dryRun }))] })),
    connectNetwork: unary(async ({ containerId, connection }) => {
      if (connection === undefined) throw new ConmanError('invalid-argument', 'no network is given to connect to');
      await engine.connectNetwork(containerId, connectionFromWire(connection));
      return {};
    }),
    disconnectNetwork: unary(async ({ containerId, network }) => {
      await engine.disconnectNetwork(containerId, network);
      return {};
    }),
    checkNetwork: unary(async ({ name }) => ({ problems: await engine.checkNetwork(name) })),
  } satisfies Partial<ConmanServer>;
}
