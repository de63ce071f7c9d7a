import { readText } from '../host/files.ts';
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
}

/** The network of a container's run, and the files of /etc that tell the container of it. */
export class RunNetwork {
  readonly #config: EngineConfig;
  readonly #networks: Networks;

  constructor(config: EngineConfig, networks: Networks) {
    this.#config = config;
    this.#networks = networks;
  }

  /** Gives it its interfaces while `create` creates it: only their namespace has to be there for that. */
  async joinDuring<T>(run: RunIdentity, create: Promise<T>): Promise<T> {
    if (run.network?.mode !== 'networks') return await create;
    const [created, joined] = await Promise.allSettled([create, this.#networks.join(run)]);
    if (created.status === 'rejected') throw created.reason;
    if (joined.status === 'rejected') throw joined.reason;
    await this.refreshNames(run);
    return created.value;
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
