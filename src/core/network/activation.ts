import { ConmanError } from '../errors/index.ts';
import { ensureBridge, removeLink } from '../host/bridge.ts';
import { bridgeMac } from './bridge-name.ts';
import { ensureBridgeRules, removeBridgeRules } from './bridge-rules.ts';
import { type DnsServer, type DnsSource, serveDns } from './dns/dns-server.ts';
import { bridgeNetwork, type NetworkRecord } from './network-record.ts';
import { parseSubnet } from './subnet.ts';

interface Active {
  readonly record: NetworkRecord;
  readonly dns: readonly DnsServer[];
  /** Where containers ask for names; empty when nobody could listen. */
  readonly nameServers: readonly string[];
  readonly message: string;
}

/** What conman's own networks need on the host while it runs: the bridge, its rules, and somebody who knows names. */
export class Activation {
  readonly #active = new Map<string, Promise<Active>>();
  /** The same, as far as it is there. */
  readonly #ready = new Map<string, Active>();
  readonly #source: (network: string) => DnsSource;

  constructor(source: (network: string) => DnsSource) {
    this.#source = source;
  }

  /** Makes what is missing, once for each network in conmand's life. */
  async ensure(record: NetworkRecord): Promise<void> {
    let active = this.#active.get(record.name);
    if (active === undefined) {
      active = this.#activate(record);
      this.#active.set(record.name, active);
      active.then(
        (ready) => this.#ready.set(record.name, ready),
        () => this.#active.delete(record.name),
      );
    }
    await active;
  }

  /** The networks that are there. */
  list(): readonly NetworkRecord[] {
    return [...this.#ready.values()].map(({ record }) => record);
  }

  /** Where the containers of a network ask for names. */
  nameServers(network: string): readonly string[] {
    return this.#ready.get(network)?.nameServers ?? [];
  }

  /** What does not work as it should; empty otherwise. */
  message(network: string): string {
    return this.#ready.get(network)?.message ?? '';
  }

  /** Takes everything of a network off the host. */
  async remove(record: NetworkRecord): Promise<void> {
    const active = await this.#active.get(record.name)?.catch(() => undefined);
    this.#active.delete(record.name);
    this.#ready.delete(record.name);
    for (const server of active?.dns ?? []) server.close();
    await removeBridgeRules(bridgeNetwork(record));
    await removeLink(record.bridge);
  }

  /** Nobody answers for names any more; bridges and rules stay for the containers. */
  close(): void {
    for (const { dns } of this.#ready.values()) for (const server of dns) server.close();
    this.#active.clear();
    this.#ready.clear();
  }

  async #activate(record: NetworkRecord): Promise<Active> {
    const { bridge: name, mtu, subnets } = record;
    const addresses = subnets.map(({ subnet, gateway }) => `${gateway}/${parseSubnet(subnet)?.prefix ?? 24}`);
    const rules = ensureBridgeRules(bridgeNetwork(record));
    await ensureBridge({ name, mac: bridgeMac(name), mtu, addresses });
    const [answering] = await Promise.all([this.#serveNames(record), rules]);
    return { record, ...answering };
  }

  /** Without names a network is still one. */
  async #serveNames({ name, subnets }: NetworkRecord): Promise<Omit<Active, 'record'>> {
    const gateways = subnets.map(({ gateway }) => gateway);
    const dns: DnsServer[] = [];
    try {
      for (const gateway of gateways) dns.push(await serveDns(gateway, this.#source(name)));
      return { dns, nameServers: gateways, message: '' };
    } catch (error) {
      for (const server of dns) server.close();
      const { message } = ConmanError.from(error);
      return { dns: [], nameServers: [], message: `its containers do not find each other by name: ${message}` };
    }
  }
}
