import { join } from 'node:path';
import type { NetworkSummary } from '../api/network.ts';
import type { UnixClock } from '../host/clock.ts';
import { removeTree } from '../host/directories.ts';
import { pathKind } from '../host/files.ts';
import type { Syscalls } from '../host/syscalls.ts';
import { NetworkNamespaces } from '../runtime/network-namespaces.ts';
import { Activation } from './activation.ts';
import { Attachments } from './attachments.ts';
import { PluginRunner } from './cni/plugin.ts';
import { hostResolvConf } from './dns/host-resolver.ts';
import { lookUp, nameServersOf } from './dns/names.ts';
import type { InterfaceContext } from './interfaces.ts';
import { type KnownNetwork, NetworkCatalog } from './network-catalog.ts';
import { type NetworkChange, NetworkFeed } from './network-feed.ts';
import { defaultNetworkName } from './network-name.ts';
import type { NetworkRecord } from './network-record.ts';
import type { NetworkRequest } from './network-request.ts';
import { summaryOf } from './network-view.ts';
import { PortReservations } from './port-reservations.ts';
import { RuleKeeper } from './rule-keeper.ts';

export interface NetworksConfig {
  readonly libRoot: string;
  readonly runRoot: string;
  /** The program that makes namespaces. */
  readonly shimPath: string;
  /** Searched in this order. */
  readonly cniPluginDirectories: readonly string[];
  /** Where others configure networks. */
  readonly cniConfigDirectory: string;
  /** What containers get that ask for the default: the name of a network, or `none`. */
  readonly defaultNetwork: string;
}

/** A container, as far as networks are concerned. */
export interface NetworkUser {
  readonly id: string;
  readonly name: string;
  /** Undefined: it has a loopback interface and nothing else. */
  readonly request: NetworkRequest | undefined;
  /** Of its init process; 0 when there is none. */
  readonly pid: number;
}

/** Longer than a plugin takes on a loaded machine; DHCP waits for others. */
const pluginTimeoutMs = 60_000;
const firewalldPidFile = '/run/firewalld.pid';

/** What the networks are put together from. */
export class NetworkParts {
  readonly config: NetworksConfig;
  readonly clock: UnixClock;
  readonly syscalls: Syscalls;
  readonly namespaces: NetworkNamespaces;
  readonly plugins: PluginRunner;
  readonly catalog: NetworkCatalog;
  readonly attachments: Attachments;
  readonly activation: Activation;
  readonly rules: RuleKeeper;
  readonly ports = new PortReservations();
  readonly feed = new NetworkFeed();
  readonly users: () => readonly NetworkUser[];

  constructor(
    config: NetworksConfig,
    host: { readonly clock: UnixClock; readonly syscalls: Syscalls },
    users: () => readonly NetworkUser[],
  ) {
    const { libRoot, runRoot, cniConfigDirectory } = config;
    this.config = config;
    this.clock = host.clock;
    this.syscalls = host.syscalls;
    this.users = users;
    this.namespaces = new NetworkNamespaces(config.shimPath);
    this.plugins = new PluginRunner(config.cniPluginDirectories, pluginTimeoutMs);
    const directory = join(libRoot, 'networks');
    this.catalog = new NetworkCatalog({ libRoot, directory, cniConfigDirectory }, this.plugins, host.clock);
    this.attachments = new Attachments(
      { directory: join(directory, 'attachments'), netnsDirectory: join(runRoot, 'netns') },
      this.plugins,
      host.syscalls,
    );
    this.activation = new Activation((network) => ({
      lookUp: (query, asker) => lookUp(query, asker, network, this.attachments.list()),
      nameServers: async (asker) => {
        const own = nameServersOf(asker, this.attachments.list());
        return own.length > 0 ? own : (await hostResolvConf()).nameServers;
      },
    }));
    this.rules = new RuleKeeper(this.activation, this.attachments, (notice) => this.feed.tell(notice));
  }

  /** Answers what could not be read or cleaned up, one line each. */
  async open(): Promise<readonly string[]> {
    await this.catalog.open();
    return [...this.catalog.problems, ...(await this.attachments.open()), ...this.rules.open()];
  }

  /** Leases of this boot: after the next one nobody has an address any more. */
  get ipamDirectory(): string {
    return join(this.config.runRoot, 'ipam');
  }

  async interfaceContext(): Promise<InterfaceContext> {
    return { ipamDirectory: this.ipamDirectory, firewalld: (await pathKind(firewalldPidFile)) === 'file' };
  }

  /** Also by the words that mean the default network, which is made when it is not there. */
  async network(name: string): Promise<KnownNetwork> {
    const { defaultNetwork } = this.config;
    const isDefault = name === '' || name === 'default' || name === 'bridge';
    const wanted = isDefault ? (defaultNetwork === 'none' ? defaultNetworkName : defaultNetwork) : name;
    if (wanted !== defaultNetworkName) return await this.catalog.find(wanted);
    let made = false;
    const network = await this.catalog.ensureDefault(async (record) => {
      made = true;
      await this.prepare(record);
    });
    if (made) this.emit('created', network);
    return network;
  }

  /** Makes what a new network needs on the host; nothing stays when that fails. */
  async prepare(record: NetworkRecord): Promise<void> {
    try {
      await this.activation.ensure(record);
    } catch (error) {
      await this.clear(record).catch(() => undefined);
      throw error;
    }
  }

  /** Takes everything of a network off the host. */
  async clear(record: NetworkRecord): Promise<void> {
    await this.activation.remove(record);
    await removeTree(join(this.ipamDirectory, record.name));
  }

  /** Whoever is put on one of conman's own networks finds it working. */
  async activate(network: KnownNetwork): Promise<void> {
    if (network.source === 'conman') await this.activation.ensure(network.record);
  }

  summary(network: KnownNetwork): NetworkSummary {
    const failures = [...this.attachments.failures.values()].map(({ message }) => message);
    const { name } = network;
    return summaryOf(network, {
      records: this.attachments.list(),
      isDefault: name === this.config.defaultNetwork,
      message: [this.activation.message(name), ...failures].filter((line) => line !== '').join('; '),
    });
  }

  emit(type: NetworkChange['type'], network: KnownNetwork): void {
    this.feed.emit({ kind: 'network', type, at: this.clock.nowNs(), network: this.summary(network) });
  }

  /** Somebody came to these networks or left them. */
  async emitChanged(names: readonly string[]): Promise<void> {
    for (const name of new Set(names)) {
      const network = await this.catalog.find(name).catch(() => undefined);
      if (network !== undefined) this.emit('changed', network);
    }
  }
}
