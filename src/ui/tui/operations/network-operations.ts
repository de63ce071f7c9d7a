import type { CreateNetworkOptions } from '../../../core/api/index.ts';
import { doneWith, type OperationRows } from './operation.ts';

export type NetworkOperation =
  | { readonly kind: 'create-network'; readonly name: string; readonly options: CreateNetworkOptions }
  | { readonly kind: 'remove-network'; readonly itemId: string; readonly name: string }
  | { readonly kind: 'prune-networks' }
  | { readonly kind: 'connect-network'; readonly itemId: string; readonly name: string; readonly network: string }
  | { readonly kind: 'disconnect-network'; readonly itemId: string; readonly name: string; readonly network: string };

export const networkOperationRows: OperationRows<NetworkOperation> = {
  'create-network': {
    ...{ plain: 'make the network', going: 'making the network' },
    command: ({ options }) => [
      ...['network', 'create', ...(options.subnets ?? []).flatMap((subnet) => ['--subnet', subnet])],
      options.name,
    ],
    run: (engine, { options }) => doneWith(engine.createNetwork(options)),
  },
  'remove-network': {
    ...{ plain: 'remove the network', going: 'removing' },
    command: ({ name }) => ['network', 'remove', name],
    run: (engine, { name }) => doneWith(engine.removeNetwork(name)),
  },
  'prune-networks': {
    ...{ plain: 'remove the networks nobody is on', going: 'removing the networks nobody is on' },
    command: () => ['network', 'prune', '--force'],
    async run(engine) {
      const names = await engine.pruneNetworks();
      return { kind: 'told', text: names.length === 0 ? 'every network is in use' : `removed ${names.join(', ')}` };
    },
  },
  'connect-network': {
    ...{ plain: 'put on the network', going: 'connecting' },
    command: ({ name, network }) => ['network', 'connect', network, name],
    run: (engine, { name, network }) => doneWith(engine.connectNetwork(name, { network })),
  },
  'disconnect-network': {
    ...{ plain: 'take off the network', going: 'disconnecting' },
    command: ({ name, network }) => ['network', 'disconnect', network, name],
    run: (engine, { name, network }) => doneWith(engine.disconnectNetwork(name, network)),
  },
};
