import type { NetworkConnection } from '../api/network.ts';
import { ConmanError } from '../errors/index.ts';
import { expectPossible, noWishes } from '../network/interfaces.ts';
import { joinLast, leave } from '../network/live-connections.ts';
import type { NetworkParts } from '../network/network-parts.ts';
import { type NetworkRequest, parseConnection, type RequestedConnection } from '../network/network-request.ts';
import type { Container, RecordDocument } from './container.ts';
import type { RunNetwork } from './run-network.ts';
import { UndoStack, withUndoFailures } from './undo-stack.ts';

/** Puts containers on networks and takes them off, also while they run. In a container's queue. */
export class NetworkConnections {
  readonly #parts: NetworkParts;
  readonly #runNetwork: RunNetwork;

  constructor(parts: NetworkParts, runNetwork: RunNetwork) {
    this.#parts = parts;
    this.#runNetwork = runNetwork;
  }

  /** Written down first: what a crash interrupts is there at the next start. */
  async connect(container: Container, connection: NetworkConnection): Promise<void> {
    const { document, request } = expectOnNetworks(container);
    const network = await this.#parts.network(connection.network);
    const wanted = { ...parseConnection(connection), network: network.name };
    expectPossible(network, wanted, noWishes);
    if (request.connections.some(({ network: name }) => name === network.name)) {
      throw new ConmanError('already-exists', `container ${container.name} is on network ${network.name} already`);
    }
    const undo = new UndoStack();
    undo.push('write down that it is not on the network', () => document.update({ network: request }));
    try {
      const connections = [...request.connections, wanted];
      await this.#write(document, request, connections);
      await joinLast(this.#parts, container.id, { ...request, connections });
      await this.#refresh(container, network.name);
    } catch (error) {
      throw withUndoFailures(ConmanError.from(error), await undo.unwind());
    }
  }

  async disconnect(container: Container, name: string): Promise<void> {
    const { document, request } = expectOnNetworks(container);
    // One whose file somebody has taken away can be left, too.
    const isOn = request.connections.some((each) => each.network === name);
    const network = isOn ? name : (await this.#parts.network(name)).name;
    const left = request.connections.filter((each) => each.network !== network);
    if (left.length === request.connections.length) {
      throw new ConmanError('not-found', `container ${container.name} is not on network ${network}`);
    }
    await this.#expectPortsMove(container.name, request, left);
    await leave(this.#parts, container.id, request, network);
    await this.#write(document, request, left);
    await this.#refresh(container, network);
  }

  /** Published ports are reached by the first network. */
  async #expectPortsMove(name: string, request: NetworkRequest, left: readonly RequestedConnection[]): Promise<void> {
    const [first] = request.connections;
    const [next] = left;
    if (request.ports.length === 0 || first === undefined || next === first) return;
    if (next === undefined) {
      throw new ConmanError(
        'failed-precondition',
        `the published ports of container ${name} are reached by network ${first.network}, its only one`,
        { hint: `Put it on another one first: conmanctl network connect NETWORK ${name}` },
      );
    }
    expectPossible(await this.#parts.network(next.network), next, { ports: request.ports, bandwidth: undefined });
  }

  async #write(document: RecordDocument, request: NetworkRequest, connections: readonly RequestedConnection[]) {
    await document.update({ network: { ...request, connections: [...connections] } });
  }

  async #refresh({ id, name, paths, record }: Container, network: string): Promise<void> {
    await this.#runNetwork.refreshNames({ id, name, paths, network: record?.network, userNamespace: undefined });
    await this.#parts.emitChanged([network]);
  }
}

function expectOnNetworks({ name, document, record }: Container) {
  if (document === undefined) {
    throw new ConmanError('failed-precondition', `the record of container ${name} cannot be read`);
  }
  const request = record?.network;
  if (request?.mode === 'networks') return { document, request };
  const mode =
    request?.mode === 'container'
      ? 'shares the network of another container'
      : `has network mode ${request?.mode ?? 'none'}`;
  throw new ConmanError('failed-precondition', `container ${name} ${mode}: it cannot be on others`, {
    hint: 'Make it anew on a network: conmanctl create --network NAME.',
  });
}
