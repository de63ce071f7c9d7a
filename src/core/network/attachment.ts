import { ConmanError } from '../errors/index.ts';
import type { Document } from '../store/document.ts';
import { type AttachedInterface, type AttachmentRecord, durabilityOf } from './attachment-record.ts';
import { type CniAttachment, CniNetwork } from './cni/cni-network.ts';
import type { Conflist } from './cni/conflist.ts';
import type { PluginRunner } from './cni/plugin.ts';
import type { CniResult } from './cni/result.ts';

export interface NewInterface extends Omit<AttachedInterface, 'interface' | 'result' | 'capabilityArgs'> {
  /** `ports`: it is the one by which they are reached. */
  readonly capabilityArgs: Readonly<Record<string, unknown>>;
}

/** Plugins of CNI that write into the host's packet filter, and into nothing else. */
const rulePlugins = ['portmap', 'firewall'];

/** A container's interfaces on its networks. Whoever uses it makes sure that its operations come one after the other. */
export class Attachment {
  readonly document: Document<AttachmentRecord>;
  /** Where its network namespace is pinned. */
  readonly netns: string;
  readonly #plugins: PluginRunner;

  constructor(document: Document<AttachmentRecord>, netns: string, plugins: PluginRunner) {
    this.document = document;
    this.netns = netns;
    this.#plugins = plugins;
  }

  get record(): AttachmentRecord {
    return this.document.data;
  }

  /** ADD for all interfaces that are written down and not there yet, in their order: the first has the way out. */
  async addAll(): Promise<void> {
    const results = new Map<AttachedInterface, CniResult>();
    for (const each of this.record.interfaces) {
      if (each.result === undefined) {
        results.set(each, await this.#network(each).add(this.#cniAttachment(each, this.netns)));
      }
    }
    if (results.size === 0) return;
    // Before the container counts: an interface without a result is taken for one that a crash interrupted.
    const interfaces = this.record.interfaces.map((each) => ({ ...each, result: results.get(each) ?? each.result }));
    await this.#update({ interfaces });
  }

  /** One interface more. On failure it is as if it had not been asked for. */
  async add(wanted: NewInterface): Promise<void> {
    const taken = new Set(this.record.interfaces.map((each) => each.interface));
    let number = 0;
    while (taken.has(`eth${number}`)) number++;
    const added: AttachedInterface = {
      ...wanted,
      capabilityArgs: { ...wanted.capabilityArgs },
      interface: `eth${number}`,
    };
    await this.#update({ interfaces: [...this.record.interfaces, added] });
    try {
      await this.addAll();
    } catch (error) {
      await this.delete(added.network).catch(() => undefined);
      throw error;
    }
  }

  /** Gives the interface on a network what `wanted` has and it has not, such as published ports. */
  async extend(network: string, wanted: Pick<NewInterface, 'conflist' | 'capabilityArgs'>): Promise<void> {
    const found = this.record.interfaces.find((each) => each.network === network);
    if (found?.result === undefined) return;
    const has = new Set(found.conflist.plugins.map(({ type }) => type));
    const plugins = wanted.conflist.plugins.filter(({ type }) => !has.has(type));
    const extended = { ...found, conflist: wanted.conflist, capabilityArgs: { ...wanted.capabilityArgs } };
    await this.#update({ interfaces: this.record.interfaces.map((each) => (each === found ? extended : each)) });
    const missing = { ...extended, conflist: { ...wanted.conflist, plugins } };
    await this.#network(missing).add(this.#cniAttachment(extended, this.netns), found.result);
  }

  /** Makes again what the plugins that keep rules have made; for them ADD is all the same when it is there. */
  async restoreRules(): Promise<void> {
    for (const each of this.record.interfaces) {
      const plugins = each.conflist.plugins.filter(({ type }) => rulePlugins.includes(type));
      if (plugins.length === 0 || each.result === undefined) continue;
      const rules = { ...each, conflist: { ...each.conflist, plugins } };
      await this.#network(rules).add(this.#cniAttachment(each, this.netns), each.result);
    }
  }

  async rename(containerName: string): Promise<void> {
    await this.#update({ containerName });
  }

  /** DEL for one network. */
  async delete(network: string): Promise<void> {
    const found = this.record.interfaces.find((each) => each.network === network);
    if (found === undefined) return;
    await this.#network(found).del(this.#cniAttachment(found, this.netns), found.result);
    const interfaces = this.record.interfaces.filter((each) => each !== found);
    await this.#update({ interfaces });
  }

  /** DEL for all, last first, to the end; rejects with the first failure, and keeps what could not be deleted. */
  async deleteAll(netns: string): Promise<void> {
    const left: AttachedInterface[] = [];
    let failure: ConmanError | undefined;
    for (const each of this.record.interfaces.toReversed()) {
      try {
        await this.#network(each).del(this.#cniAttachment(each, netns), each.result);
      } catch (error) {
        failure ??= ConmanError.from(error);
        left.unshift(each);
      }
    }
    if (failure === undefined) return;
    await this.#update({ interfaces: left });
    throw failure;
  }

  /** A line for each interface of the network of which a plugin says that something is wrong. */
  async check(network: string): Promise<readonly string[]> {
    const problems: string[] = [];
    for (const each of this.record.interfaces) {
      if (each.network !== network || each.result === undefined) continue;
      try {
        const checked = { ...each, conflist: checkable(each.conflist) };
        await this.#network(checked).check(this.#cniAttachment(each, this.netns), each.result);
      } catch (error) {
        problems.push(`${this.record.containerName}: ${ConmanError.from(error).message}`);
      }
    }
    return problems;
  }

  /** As durable as the interfaces of before and after need it. */
  async #update(changes: Partial<AttachmentRecord>): Promise<void> {
    const interfaces = [...this.record.interfaces, ...(changes.interfaces ?? [])];
    await this.document.update(changes, durabilityOf(interfaces));
  }

  #network({ conflist }: AttachedInterface): CniNetwork {
    return new CniNetwork(conflist, this.#plugins);
  }

  #cniAttachment(each: AttachedInterface, netns: string): CniAttachment {
    const { containerId } = this.record;
    return { containerId, netns, interface: each.interface, capabilityArgs: each.capabilityArgs };
  }
}

/** portmap 1.1 misses rules of IPv6 whatever there is, so that it would complain always: see published-rules.ts. */
function checkable(conflist: Conflist): Conflist {
  return { ...conflist, plugins: conflist.plugins.filter(({ type }) => type !== 'portmap') };
}
