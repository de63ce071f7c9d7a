import type { ContainerNetworkOptions, ContainerNetworkSummary } from '../api/network.ts';
import { ConmanError } from '../errors/index.ts';
import { joinAll } from '../host/join-all.ts';
import { pinNetworkNamespace } from '../host/network-namespace.ts';
import type { NetworkNamespace } from '../runtime/spec.ts';
import { type ContainerNames, containerNames } from './container-names.ts';
import { newInterface } from './interfaces.ts';
import { keepWayOut } from './live-connections.ts';
import type { KnownNetwork } from './network-catalog.ts';
import type { NetworkParts, NetworkUser } from './network-parts.ts';
import { recoverNetworks } from './network-recovery.ts';
import type { NetworkRequest } from './network-request.ts';
import { containerNetworkOf } from './network-view.ts';
import { planRequest } from './request-plan.ts';
import { waysOut } from './way-out.ts';

export type ContainerIdentity = Pick<NetworkUser, 'id' | 'name'> & {
  /** Where the user namespace is pinned that its network is to belong to; absent: the host's. */
  readonly userNamespace?: string | undefined;
};

/** The networks as containers use them: asked for, begun before the runtime creates a container, and ended after its end. */
export class Networks {
  readonly #parts: NetworkParts;
  /** Containers that are being taken off their networks. */
  readonly #ending = new Map<string, Promise<void>>();

  constructor(parts: NetworkParts) {
    this.#parts = parts;
  }

  /** Says what is wrong with what is asked for, if anything. Undefined: a loopback interface and nothing else. */
  async plan(
    options: ContainerNetworkOptions | undefined,
    findContainer: (ref: string) => string,
  ): Promise<NetworkRequest | undefined> {
    return await planRequest(this.#parts, options, findContainer);
  }

  namespace(id: string, request: NetworkRequest | undefined): NetworkNamespace {
    if (request === undefined || request.mode === 'none') return 'own';
    return request.mode === 'host' ? 'host' : { path: this.#parts.attachments.netns(id) };
  }

  /** Takes the host's ports before anything is built. `end` gives them back. */
  async reserve({ id, name }: ContainerIdentity, request: NetworkRequest | undefined): Promise<void> {
    const wanted = request?.ports ?? [];
    if (wanted.length === 0) return;
    const { ports } = this.#parts;
    await this.end(id);
    // One that is being taken off its networks gives its ports back in a moment: nobody is refused because of it.
    const holder = ports.holderOf(wanted);
    if (holder !== undefined) await this.settled(holder.containerId);
    await ports.reserve(id, name, wanted);
  }

  /** Pins the namespace in which the container will be. `end` takes it back. */
  async begin(container: ContainerIdentity, request: NetworkRequest | undefined): Promise<void> {
    if (request?.mode === 'networks') await this.#beginOnNetworks(container, request);
    else if (request?.mode === 'container') await this.#beginBeside(container, request.container ?? '');
  }

  /** Gives it its interfaces. It may be created meanwhile, but not started. */
  async join({ id }: ContainerIdentity): Promise<void> {
    await this.#parts.attachments.change(id, (attachment) => attachment.addAll());
    await keepWayOut(this.#parts, id);
    await this.#emitFor(id);
  }

  /** Takes everything away again; nothing to do for a container that has nothing. */
  async end(id: string): Promise<void> {
    const ending = this.#end(id);
    this.#ending.set(id, ending);
    try {
      await ending;
    } finally {
      if (this.#ending.get(id) === ending) this.#ending.delete(id);
    }
  }

  /** Resolves when a container that is being taken off its networks is off them, or could not be. */
  async settled(id: string): Promise<void> {
    await this.#ending.get(id)?.catch(() => undefined);
  }

  /** What is in its /etc/hosts and /etc/resolv.conf, which becomes more when it has joined. */
  async names(id: string, hostname: string, request: NetworkRequest | undefined): Promise<ContainerNames> {
    const { activation, attachments, catalog } = this.#parts;
    const networks = request?.connections.map(({ network }) => network) ?? [];
    const gateways = networks.flatMap((name) => catalog.record(name)?.subnets ?? []);
    return await containerNames({
      hostname,
      request,
      attachment: attachments.get(id),
      nameServers: networks.map((name) => activation.nameServers(name)).find((servers) => servers.length > 0) ?? [],
      hostGateway: gateways[0]?.gateway ?? '127.0.0.1',
    });
  }

  summary({ id, request }: Pick<NetworkUser, 'id' | 'request'>): ContainerNetworkSummary {
    return containerNetworkOf(request, this.#parts.attachments.get(id));
  }

  async rename({ id, name }: ContainerIdentity): Promise<void> {
    await this.#parts.attachments.change(id, (attachment) => attachment.rename(name));
  }

  /** At the start: what belongs to nobody who lives is taken away, the rest works again. Answers what went wrong. */
  async reconcile(isAlive: (id: string) => boolean): Promise<readonly string[]> {
    return await recoverNetworks(this.#parts, { isAlive, end: (id) => this.end(id) });
  }

  /** Waits for what is under way. Networks and namespaces stay for the containers. */
  async close(): Promise<void> {
    await this.#parts.rules.close();
    await this.#parts.attachments.idle();
    this.#parts.activation.close();
  }

  async #end(id: string): Promise<void> {
    const { attachments, ports } = this.#parts;
    const networks = attachments.get(id)?.interfaces.map(({ network }) => network) ?? [];
    await attachments.end(id);
    ports.release(id);
    await this.#parts.emitChanged(networks);
  }

  async #beginOnNetworks({ id, name, userNamespace }: ContainerIdentity, request: NetworkRequest): Promise<void> {
    const { attachments, namespaces, ports } = this.#parts;
    await attachments.end(id);
    const networks = await joinAll(request.connections.map(({ network }) => this.#parts.network(network)));
    const published = ports.portsOf(id);
    const context = await this.#parts.interfaceContext();
    const ways = waysOut(networks);
    const interfaces = request.connections.map((connection, index) => {
      const { bandwidth } = request;
      const wishes = { ...request, bandwidth, ports: index === 0 ? published : [], wayOut: ways[index] ?? [] };
      return newInterface(networks[index] as KnownNetwork, connection, wishes, context);
    });
    await joinAll([
      attachments.begin({ containerId: id, containerName: name, ports: [...published], dns: request.dns, interfaces }),
      namespaces.pinNew(attachments.netns(id), userNamespace),
      joinAll(networks.map((network) => this.#parts.activate(network))),
    ]);
  }

  async #beginBeside({ id, name }: ContainerIdentity, targetId: string): Promise<void> {
    const { attachments, syscalls, users } = this.#parts;
    const target = users().find((user) => user.id === targetId);
    if (target === undefined || target.pid === 0) {
      const which = target?.name ?? targetId.slice(0, 12);
      throw new ConmanError('failed-precondition', `container ${which}, whose network is to be shared, does not run`, {
        hint: `Start it first: conmanctl container start ${which}`,
      });
    }
    await attachments.begin({ containerId: id, containerName: name, ports: [], dns: [], interfaces: [] });
    await pinNetworkNamespace(`/proc/${target.pid}/ns/net`, attachments.netns(id), syscalls);
  }

  async #emitFor(id: string): Promise<void> {
    const interfaces = this.#parts.attachments.get(id)?.interfaces ?? [];
    await this.#parts.emitChanged(interfaces.map(({ network }) => network));
  }
}
