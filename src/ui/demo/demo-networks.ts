import type {
  CreateNetworkOptions,
  NetworkConnection,
  NetworkInspection,
  NetworkOperations,
  NetworkSummary,
} from '../../core/api/index.ts';
import { ConmanError } from '../../core/errors/index.ts';

export const conmanNetwork: NetworkSummary = {
  name: 'conman',
  driver: 'bridge',
  source: 'conman',
  createdAt: 1n,
  subnets: ['10.89.0.0/24'],
  gateways: ['10.89.0.1'],
  bridge: 'cm-0123456789',
  mtu: 0,
  isolation: 'networks',
  isDefault: true,
  labels: {},
  containers: [],
  message: '',
};

/** Networks in memory: names, and who is on them. `changed` hears of what happens to them. */
export class DemoNetworks implements NetworkOperations {
  readonly #networks = new Map<string, NetworkSummary>([[conmanNetwork.name, conmanNetwork]]);
  readonly #changed: (type: 'created' | 'changed' | 'removed', network: NetworkSummary) => void;

  constructor(changed: (type: 'created' | 'changed' | 'removed', network: NetworkSummary) => void) {
    this.#changed = changed;
  }

  get all(): readonly NetworkSummary[] {
    return [...this.#networks.values()];
  }

  async listNetworks() {
    return this.all;
  }

  async inspectNetwork(name: string): Promise<NetworkInspection> {
    return { ...this.#find(name), createdAt: '', containers: [], conflist: null };
  }

  async createNetwork({ name, subnets = ['10.89.1.0/24'] }: CreateNetworkOptions) {
    if (this.#networks.has(name)) throw new ConmanError('already-exists', `there is a network ${name} already`);
    return this.#put('created', { ...conmanNetwork, name, subnets, isDefault: false });
  }

  async removeNetwork(name: string) {
    const network = this.#find(name);
    if (network.containers.length > 0) throw new ConmanError('failed-precondition', `network ${name} is used`);
    this.#networks.delete(name);
    this.#changed('removed', network);
  }

  async pruneNetworks() {
    const unused = this.all.filter(({ containers }) => containers.length === 0).map(({ name }) => name);
    for (const name of unused) await this.removeNetwork(name);
    return unused;
  }

  async connectNetwork(ref: string, { network: name }: NetworkConnection) {
    const network = this.#find(name);
    this.#put('changed', { ...network, containers: [...network.containers, ref] });
  }

  async disconnectNetwork(ref: string, name: string) {
    const network = this.#find(name);
    this.#put('changed', { ...network, containers: network.containers.filter((each) => each !== ref) });
  }

  async checkNetwork() {
    return [];
  }

  #find(name: string): NetworkSummary {
    const network = this.#networks.get(name);
    if (network === undefined) throw new ConmanError('not-found', `there is no network "${name}"`);
    return network;
  }

  #put(type: 'created' | 'changed', network: NetworkSummary): NetworkSummary {
    this.#networks.set(network.name, network);
    this.#changed(type, network);
    return network;
  }
}
