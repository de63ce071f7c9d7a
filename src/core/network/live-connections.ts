import { setDefaultRoute } from '../host/default-route.ts';
import type { AttachmentRecord } from './attachment-record.ts';
import { newInterface, noWishes } from './interfaces.ts';
import type { KnownNetwork } from './network-catalog.ts';
import type { NetworkParts } from './network-parts.ts';
import type { NetworkRequest, RequestedConnection } from './network-request.ts';
import { routesOut, waysOut } from './way-out.ts';

/** Puts a container that may run on the last network of its request. */
export async function joinLast(parts: NetworkParts, id: string, request: NetworkRequest): Promise<void> {
  const wanted = request.connections.at(-1);
  if (wanted === undefined || parts.attachments.get(id) === undefined) return;
  const networks = await knownNetworks(parts, request.connections);
  const network = await parts.network(wanted.network);
  await parts.activate(network);
  const wishes = { ...noWishes, ...request, ports: [], wayOut: waysOut(networks).at(-1) ?? [] };
  const added = newInterface(network, wanted, wishes, await parts.interfaceContext());
  await parts.attachments.change(id, (attachment) => attachment.add(added));
  await keepWayOut(parts, id);
}

/** Takes a container that may run off a network; its way out and its published ports move to the next one. */
export async function leave(parts: NetworkParts, id: string, request: NetworkRequest, name: string): Promise<void> {
  const { attachments } = parts;
  const before = attachments.get(id);
  if (before === undefined) return;
  await attachments.change(id, (attachment) => attachment.delete(name));
  const rest = request.connections.filter(({ network }) => network !== name);
  const { ports } = before;
  if (ports.length > 0 && request.connections[0]?.network === name)
    await publishAt(parts, id, { ...request, ports }, rest);
  const routesBefore = await routes(parts, before);
  const routesAfter = await routes(parts, attachments.get(id));
  const isNew = ({ gateway }: { gateway: string }) => !routesBefore.some((route) => route.gateway === gateway);
  for (const route of routesAfter.filter(isNew)) await setDefaultRoute(attachments.netns(id), route);
}

/** Plugins of others may have made a way out of their own in front of that of the first network. */
export async function keepWayOut(parts: NetworkParts, id: string): Promise<void> {
  const record = parts.attachments.get(id);
  if (!record?.interfaces.slice(1).some(({ outlivesBoot }) => outlivesBoot)) return;
  for (const route of await routes(parts, record)) await setDefaultRoute(parts.attachments.netns(id), route);
}

async function publishAt(
  parts: NetworkParts,
  id: string,
  request: NetworkRequest,
  [first]: readonly RequestedConnection[],
): Promise<void> {
  if (first === undefined) return;
  const wanted = newInterface(
    await parts.network(first.network),
    first,
    { ...noWishes, ...request },
    await parts.interfaceContext(),
  );
  await parts.attachments.change(id, (attachment) => attachment.extend(first.network, wanted));
}

async function routes(parts: NetworkParts, record: AttachmentRecord | undefined) {
  const interfaces = record?.interfaces ?? [];
  return routesOut(interfaces, await knownNetworks(parts, interfaces));
}

/** Without those whose file somebody has taken away meanwhile. */
async function knownNetworks(
  parts: NetworkParts,
  connections: readonly { readonly network: string }[],
): Promise<readonly KnownNetwork[]> {
  const networks = await Promise.all(connections.map(({ network }) => parts.network(network).catch(() => undefined)));
  return networks.filter((network) => network !== undefined);
}
