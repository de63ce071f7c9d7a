import { readText } from '../host/files.ts';
import { joinAll } from '../host/join-all.ts';
import type { NetworkRequest } from '../network/network-request.ts';
import type { Networks } from '../network/networks.ts';
import type { EngineConfig } from './config.ts';
import { etcFiles, writeEtcFiles } from './etc-files.ts';
import { type ContainerPaths, containerPaths } from './paths.ts';

/** A container whose network is meant. */
export interface RunIdentity {
  readonly id: string;
  readonly name: string;
  readonly paths: ContainerPaths;
  /** Undefined: a loopback interface and nothing else. */
  readonly network: NetworkRequest | undefined;
  /** Where its user namespace is pinned; undefined: the host's. */
  readonly userNamespace: string | undefined;
}

/** A run's network on its way. */
export interface NetworkEntry {
  /** The namespace is there: the runtime may create the container. */
  readonly begun: Promise<void>;
  /** Its interfaces are there: it may be started. */
  readonly joined: Promise<void>;
}

/** The network of a container's run, and the files of /etc that tell the container of it. */
export class RunNetwork {
  readonly #config: EngineConfig;
  readonly #networks: Networks;

  constructor(config: EngineConfig, networks: Networks) {
    this.#config = config;
    this.#networks = networks;
  }

  /** Begins with its network. What takes time goes on while the rest of the container is made. */
  enter(run: RunIdentity): NetworkEntry {
    const begun = this.#networks.begin(run, run.network);
    const joined = begun.then(() => (run.network?.mode === 'networks' ? this.#networks.join(run) : undefined));
    // Whoever needs it waits for it; until then its failure is nobody's surprise.
    joined.catch(() => undefined);
    return { begun, joined };
  }

  /** What `create` answers, as soon as the container has its interfaces too, and its files tell of them. */
  async joinDuring<T>(run: RunIdentity, { joined }: NetworkEntry, create: Promise<T>): Promise<T> {
    const told = joined.then(() => (run.network?.mode === 'networks' ? this.refreshNames(run) : undefined));
    const [created] = await joinAll([create, told]);
    return created;
  }

  /** Who it is, and where it finds others. Files that it sees already are changed in their place. */
  async writeNames({ id, paths, network }: RunIdentity, hostname: string): Promise<void> {
    const sharedWith = network?.mode === 'container' ? network.container : undefined;
    if (sharedWith === undefined) {
      await writeEtcFiles(paths.etc, hostname, await this.#networks.names(id, hostname, network));
      return;
    }
    const others = etcFiles(containerPaths(this.#config, sharedWith).etc);
    const [hosts, resolvConf] = await Promise.all([
      readText(others['/etc/hosts']),
      readText(others['/etc/resolv.conf']),
    ]);
    await writeEtcFiles(paths.etc, hostname, { hosts: hosts ?? '', resolvConf: resolvConf ?? '' });
  }

  /** After what it is on has changed. */
  async refreshNames(run: RunIdentity): Promise<void> {
    await this.writeNames(run, await this.#hostname(run.paths));
  }

  async #hostname({ etc }: ContainerPaths): Promise<string> {
    return ((await readText(etcFiles(etc)['/etc/hostname'])) ?? '').trim();
  }
}
