import { join } from 'node:path';
import type { CreateNetworkOptions } from '../api/network.ts';
import { ConmanError } from '../errors/index.ts';
import type { UnixClock } from '../host/clock.ts';
import { listDirectory, makeDirectory } from '../host/directories.ts';
import { removeFile } from '../host/files.ts';
import { readRoutes } from '../host/routes.ts';
import { Document } from '../store/document.ts';
import { bridgeName } from './bridge-name.ts';
import { commonVersion } from './cni/cni-network.ts';
import type { Conflist } from './cni/conflist.ts';
import type { PluginRunner } from './cni/plugin.ts';
import { readCniFiles } from './cni-files.ts';
import { defaultNetworkName, expectNewNetworkName } from './network-name.ts';
import { planNetwork } from './network-plan.ts';
import { type NetworkRecord, networkDocument } from './network-record.ts';
import { parseSubnet, type Subnet } from './subnet.ts';

/** A network that containers can be put on. */
export type KnownNetwork =
  | { readonly source: 'conman'; readonly name: string; readonly record: NetworkRecord }
  | { readonly source: 'cni'; readonly name: string; readonly conflist: Conflist };

export interface CatalogConfig {
  readonly libRoot: string;
  /** Where the records of networks are. */
  readonly directory: string;
  /** Where others put CNI configuration files. */
  readonly cniConfigDirectory: string;
}

/** Versions of CNI in which conman writes its own networks, newest first. */
const writtenVersions = ['1.1.0', '1.0.0', '0.4.0'];

/** Which networks there are. */
export class NetworkCatalog {
  readonly #config: CatalogConfig;
  readonly #plugins: PluginRunner;
  readonly #clock: UnixClock;
  readonly #records = new Map<string, NetworkRecord>();
  #others: ReadonlyMap<string, Conflist> = new Map();
  /** One after the other, so that no two take the same subnet. */
  #last: Promise<unknown> = Promise.resolve();
  /** Records that cannot be read, one line each. */
  readonly problems: string[] = [];

  constructor(config: CatalogConfig, plugins: PluginRunner, clock: UnixClock) {
    this.#config = config;
    this.#plugins = plugins;
    this.#clock = clock;
  }

  async open(): Promise<void> {
    await makeDirectory(this.#config.directory);
    for (const file of await listDirectory(this.#config.directory)) {
      // What is left of a write that was not finished.
      if (file.endsWith('.new')) await removeFile(join(this.#config.directory, file));
      if (!file.endsWith('.json')) continue;
      try {
        const document = await Document.open(join(this.#config.directory, file), networkDocument);
        if (document !== undefined) this.#records.set(document.data.name, document.data);
      } catch (error) {
        this.problems.push(ConmanError.from(error).message);
      }
    }
  }

  async list(): Promise<readonly KnownNetwork[]> {
    this.#others = (await readCniFiles(this.#config.cniConfigDirectory)).conflists;
    return this.known();
  }

  /** Own ones, and those of others as they were read last. */
  known(): readonly KnownNetwork[] {
    const own = [...this.#records.values()].map((record) => ({ source: 'conman', name: record.name, record }) as const);
    const others = [...this.#others.values()]
      .filter(({ name }) => !this.#records.has(name))
      .map((conflist) => ({ source: 'cni', name: conflist.name, conflist }) as const);
    return [...own, ...others].toSorted(
      (a, b) =>
        Number(b.name === defaultNetworkName) - Number(a.name === defaultNetworkName) || (a.name < b.name ? -1 : 1),
    );
  }

  /** Fails with `not-found`, saying what is wrong with files that may be meant. */
  async find(name: string): Promise<KnownNetwork> {
    const record = this.#records.get(name);
    if (record !== undefined) return { source: 'conman', name, record };
    const { conflists, problems } = await readCniFiles(this.#config.cniConfigDirectory);
    const conflist = conflists.get(name);
    if (conflist !== undefined) return { source: 'cni', name, conflist };
    throw new ConmanError('not-found', `there is no network ${JSON.stringify(name)}`, {
      hint: problems[0] ?? `See which there are (conmanctl network list), or make it: conmanctl network create ${name}`,
    });
  }

  /** Undefined for a network of others, or none. */
  record(name: string): NetworkRecord | undefined {
    return this.#records.get(name);
  }

  /** `prepare` makes what belongs to it on the host; the network exists when that is done and written down. */
  async create(
    options: CreateNetworkOptions,
    prepare: (record: NetworkRecord) => Promise<void>,
  ): Promise<NetworkRecord> {
    expectNewNetworkName(options.name);
    return await this.#inTurn(async () => {
      if ((await this.list()).some(({ name }) => name === options.name)) {
        throw new ConmanError('already-exists', `there is a network ${options.name} already`);
      }
      return await this.#create(options, prepare);
    });
  }

  /** The default network, made when it is needed for the first time. */
  async ensureDefault(prepare: (record: NetworkRecord) => Promise<void>): Promise<KnownNetwork> {
    const there = this.#records.get(defaultNetworkName);
    if (there !== undefined) return { source: 'conman', name: defaultNetworkName, record: there };
    return await this.#inTurn(async () => {
      const known = (await this.list()).find(({ name }) => name === defaultNetworkName);
      if (known !== undefined) return known;
      const record = await this.#create({ name: defaultNetworkName }, prepare);
      return { source: 'conman', name: record.name, record };
    });
  }

  /** Its record goes first, so that nobody is put on it any more; then `clear` takes away what is on the host. */
  async remove(record: NetworkRecord, clear: () => Promise<void>): Promise<void> {
    await this.#inTurn(async () => {
      await clear();
      await removeFile(this.#path(record.name));
      this.#records.delete(record.name);
    });
  }

  async #create(
    options: CreateNetworkOptions,
    prepare: (record: NetworkRecord) => Promise<void>,
  ): Promise<NetworkRecord> {
    const cniVersion = await commonVersion(this.#plugins, ['bridge', 'host-local', 'portmap'], writtenVersions);
    if (cniVersion === undefined) {
      throw new ConmanError('failed-precondition', 'the CNI plugins of this host are too old for conman', {
        hint: 'They have to speak CNI 0.4.0: containernetworking-plugins 0.8 or newer.',
      });
    }
    const plan = planNetwork(options, await this.#taken());
    const record: NetworkRecord = {
      version: 1,
      ...plan,
      createdAt: this.#clock.nowNs().toString(),
      bridge: bridgeName(this.#config.libRoot, options.name),
      cniVersion,
    };
    await prepare(record);
    await Document.create(this.#path(record.name), networkDocument, record);
    this.#records.set(record.name, record);
    return record;
  }

  /** What no subnet may meet: where the host sends packets by its routes, and the other networks, also without a bridge. */
  async #taken(): Promise<readonly { readonly subnet: Subnet; readonly by: string }[]> {
    const routes = (await readRoutes()).map((text) => ({ text, by: `the host's route to ${text}` }));
    const own = [...this.#records.values()].flatMap(({ name, subnets }) =>
      subnets.map(({ subnet }) => ({ text: subnet, by: `network ${name}` })),
    );
    return [...own, ...routes].flatMap(({ text, by }) => {
      const subnet = parseSubnet(text);
      return subnet === undefined ? [] : [{ subnet, by }];
    });
  }

  #path(name: string): string {
    return join(this.#config.directory, `${name}.json`);
  }

  #inTurn<T>(operation: () => Promise<T>): Promise<T> {
    const result = this.#last.then(operation);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
