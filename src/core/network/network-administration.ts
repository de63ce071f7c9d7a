import type { CreateNetworkOptions, NetworkInspection, NetworkSummary } from '../api/network.ts';
import { ConmanError } from '../errors/index.ts';
import { CniNetwork } from './cni/cni-network.ts';
import { newInterface, noWishes } from './interfaces.ts';
import type { KnownNetwork } from './network-catalog.ts';
import { defaultNetworkName } from './network-name.ts';
import type { NetworkParts } from './network-parts.ts';
import { inspectionOf } from './network-view.ts';

/** Makes, shows and removes networks. Methods mean what NetworkOperations says of their namesakes. */
export class NetworkAdministration {
  readonly #parts: NetworkParts;

  constructor(parts: NetworkParts) {
    this.#parts = parts;
  }

  async list(): Promise<readonly NetworkSummary[]> {
    await this.#parts.catalog.list();
    return this.known();
  }

  /** The same without reading files again. */
  known(): readonly NetworkSummary[] {
    return this.#parts.catalog.known().map((network) => this.#parts.summary(network));
  }

  async inspect(name: string): Promise<NetworkInspection> {
    const network = await this.#find(name);
    const { isDefault, message } = this.#parts.summary(network);
    const records = this.#parts.attachments.list();
    return inspectionOf(network, { records, isDefault, message }, await this.#parts.interfaceContext());
  }

  async create(options: CreateNetworkOptions): Promise<NetworkSummary> {
    const record = await this.#parts.catalog.create(options, (planned) => this.#parts.prepare(planned));
    const network: KnownNetwork = { source: 'conman', name: record.name, record };
    this.#parts.emit('created', network);
    return this.#parts.summary(network);
  }

  async remove(name: string): Promise<void> {
    const network = await this.#find(name);
    if (network.source === 'cni') {
      throw new ConmanError('failed-precondition', `network ${name} was not made by conman`, {
        hint: `Remove its file in ${this.#parts.config.cniConfigDirectory}.`,
      });
    }
    await this.#parts.catalog.remove(network.record, async () => {
      // In the turn of the catalog: nobody is put on it between this and its end.
      const users = this.#usersOf(name);
      if (users.length > 0) {
        throw new ConmanError('failed-precondition', `network ${name} is used by ${users.join(', ')}`, {
          hint: `Remove those containers, or take them off it: conmanctl network disconnect ${name} CONTAINER`,
        });
      }
      await this.#parts.clear(network.record);
    });
    this.#parts.emit('removed', network);
  }

  async prune({ dryRun = false }: { readonly dryRun?: boolean } = {}): Promise<readonly string[]> {
    const { catalog, config } = this.#parts;
    const unused = (await catalog.list())
      .filter(({ source, name }) => source === 'conman' && name !== config.defaultNetwork)
      .map(({ name }) => name)
      .filter((name) => this.#usersOf(name).length === 0);
    if (!dryRun) for (const name of unused) await this.remove(name);
    return unused;
  }

  /** What plugins of today cannot be asked is not asked: see CniNetwork. Rules are looked for by conman itself. */
  async check(name: string): Promise<readonly string[]> {
    const network = await this.#find(name);
    const { attachments, plugins } = this.#parts;
    const context = await this.#parts.interfaceContext();
    const { conflist } = newInterface(network, { network: name }, noWishes, context);
    const status = await new CniNetwork(conflist, plugins).status().then(
      () => [],
      (error: unknown) => [ConmanError.from(error).message],
    );
    const checks = await Promise.all(attachments.list().map(({ containerId }) => attachments.check(containerId, name)));
    const rules = await this.#parts.rules.missing(network);
    return [...status, ...rules, ...checks.flat()];
  }

  async #find(name: string): Promise<KnownNetwork> {
    const isDefault = name === 'bridge' || name === 'default';
    return await this.#parts.catalog.find(isDefault ? defaultNetworkName : name);
  }

  /** Names of the containers that are on it, or would be if they were started. */
  #usersOf(name: string): readonly string[] {
    const on = this.#parts.attachments
      .list()
      .filter(({ interfaces }) => interfaces.some(({ network }) => network === name));
    const asked = this.#parts
      .users()
      .filter(({ request }) => request?.connections.some(({ network }) => network === name));
    return [...new Set([...on.map(({ containerName }) => containerName), ...asked.map((user) => user.name)])];
  }
}
