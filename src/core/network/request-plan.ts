import type { ContainerNetworkOptions } from '../api/network.ts';
import { invalid } from '../errors/index.ts';
import { expectPossible, noWishes } from './interfaces.ts';
import type { NetworkParts } from './network-parts.ts';
import { type NetworkRequest, parseNetworkOptions, type RequestedConnection } from './network-request.ts';

/**
 * What a container asks for, checked against the networks there are. Undefined: a loopback interface and nothing else.
 * `findContainer` answers the id that a reference means.
 */
export async function planRequest(
  parts: NetworkParts,
  options: ContainerNetworkOptions | undefined,
  findContainer: (ref: string) => string,
): Promise<NetworkRequest | undefined> {
  if (options === undefined) return undefined;
  const request = parseNetworkOptions(options);
  if (request.mode === 'container') return { ...request, container: findContainer(request.container ?? '') };
  if (request.mode !== 'networks') return request;
  const asked = options.mode === 'default' ? defaultConnections(request, parts.config) : request.connections;
  if (asked === undefined) return { ...request, mode: 'none' };
  const connections: RequestedConnection[] = [];
  for (const [index, connection] of asked.entries()) {
    const network = await parts.network(connection.network);
    expectPossible(
      network,
      connection,
      index === 0 ? { ports: request.ports, bandwidth: request.bandwidth } : noWishes,
    );
    if (connections.some((other) => other.network === network.name)) {
      throw invalid(`network ${network.name} is asked for twice`);
    }
    connections.push({ ...connection, network: network.name });
  }
  return { ...request, connections };
}

/** Undefined: nothing, because the daemon's default is none. */
function defaultConnections(
  { connections, ports }: NetworkRequest,
  { defaultNetwork }: NetworkParts['config'],
): readonly RequestedConnection[] | undefined {
  const [first, ...others] = connections;
  if (others.length > 0 || (first !== undefined && first.network !== '')) {
    throw invalid('the default network is asked for together with others', 'Name all networks.');
  }
  if (defaultNetwork !== 'none') return [first ?? { network: '' }];
  if (first === undefined && ports.length === 0) return undefined;
  throw invalid('this conmand gives containers no network unless one is named', 'Name one: --network NAME.');
}
