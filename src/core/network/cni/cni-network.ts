import { ConmanError } from '../../errors/index.ts';
import { type Conflist, isAtLeast, type PluginConfig, versionOf } from './conflist.ts';
import { anything, type CniVerb, type PluginRunner } from './plugin.ts';
import { type CniResult, resultSchema, versionsSchema } from './result.ts';

/** A container's interface to be. */
export interface CniAttachment {
  readonly containerId: string;
  /** Path of the network namespace. */
  readonly netns: string;
  /** `eth0` */
  readonly interface: string;
  /** Values of capabilities by their name (CNI conventions: portMappings, bandwidth, dns, ips, mac). */
  readonly capabilityArgs: Readonly<Record<string, unknown>>;
}

/** A container's interface as GC knows it. */
export type ValidAttachment = Pick<CniAttachment, 'containerId' | 'interface'>;

/** One configuration list and its verbs (CNI 1.1, "Lifecycle & Ordering"). */
export class CniNetwork {
  readonly conflist: Conflist;
  readonly #plugins: PluginRunner;

  constructor(conflist: Conflist, plugins: PluginRunner) {
    this.conflist = conflist;
    this.#plugins = plugins;
  }

  /** Each plugin in its order, with the result of the one before; the first with `before`, where it goes on with that. */
  async add(attachment: CniAttachment, before?: CniResult): Promise<CniResult> {
    let result = before;
    for (const plugin of this.conflist.plugins) {
      const answer = await this.#call('ADD', plugin, attachment, result);
      result = answer ?? result;
    }
    if (result === undefined) throw new ConmanError('internal', `network ${this.conflist.name} gave no result of ADD`);
    return result;
  }

  /** Against the order, and to the end: a plugin that fails does not keep the others from cleaning up. */
  async del(attachment: CniAttachment, result: CniResult | undefined): Promise<void> {
    const failures: ConmanError[] = [];
    for (const plugin of this.conflist.plugins.toReversed()) {
      try {
        await this.#call('DEL', plugin, attachment, result);
      } catch (error) {
        failures.push(ConmanError.from(error));
      }
    }
    const [first, ...others] = failures;
    if (first === undefined) return;
    const details = [first.details, ...others.map(({ message }) => message)].filter((line) => line).join('\n');
    throw new ConmanError(first.code, first.message, { hint: first.hint, cause: first, details: details || undefined });
  }

  /** Rejects with what a plugin finds wrong. */
  async check(attachment: CniAttachment, result: CniResult): Promise<void> {
    if (this.conflist.disableCheck || !isAtLeast(versionOf(this.conflist), '0.4.0')) return;
    for (const plugin of this.conflist.plugins) await this.#call('CHECK', plugin, attachment, result);
  }

  /** Rejects when a plugin could not add anybody now. Plugins before 1.1.0 cannot be asked. */
  async status(): Promise<void> {
    if (!isAtLeast(versionOf(this.conflist), '1.1.0')) return;
    for (const plugin of this.conflist.plugins) await this.#run('STATUS', plugin, this.#config(plugin), {});
  }

  /** Lets plugins free what belongs to none of `valid`. Plugins before 1.1.0 cannot. */
  async gc(valid: readonly ValidAttachment[]): Promise<void> {
    if (this.conflist.disableGC || !isAtLeast(versionOf(this.conflist), '1.1.0')) return;
    const attachments = valid.map(({ containerId, interface: ifname }) => ({ containerID: containerId, ifname }));
    for (const plugin of this.conflist.plugins) {
      const config = { ...this.#config(plugin), 'cni.dev/valid-attachments': attachments };
      await this.#run('GC', plugin, config, {});
    }
  }

  async #call(
    verb: 'ADD' | 'CHECK' | 'DEL',
    plugin: PluginConfig,
    attachment: CniAttachment,
    prevResult: CniResult | undefined,
  ): Promise<CniResult | undefined> {
    const runtimeConfig = Object.fromEntries(
      Object.entries(attachment.capabilityArgs).filter(([name]) => plugin.capabilities?.[name]),
    );
    const config = {
      ...this.#config(plugin),
      ...(Object.keys(runtimeConfig).length > 0 && { runtimeConfig }),
      ...(prevResult !== undefined && { prevResult }),
    };
    return await this.#run(verb, plugin, config, {
      CNI_CONTAINERID: attachment.containerId,
      CNI_NETNS: attachment.netns,
      CNI_IFNAME: attachment.interface,
    });
  }

  /** What a plugin is told in any case: its own part, without what only the runtime reads. */
  #config({ capabilities: _, ...plugin }: PluginConfig): object {
    return { ...plugin, name: this.conflist.name, cniVersion: versionOf(this.conflist) };
  }

  async #run(verb: CniVerb, { type }: PluginConfig, config: object, env: Readonly<Record<string, string>>) {
    const schema = verb === 'ADD' ? resultSchema : anything;
    return (await this.#plugins.run({ type, verb, config, env }, schema)) as CniResult | undefined;
  }
}

/** The newest version that all these plugins speak, as far as they say. */
export async function commonVersion(
  plugins: PluginRunner,
  types: readonly string[],
  versions: readonly string[],
): Promise<string | undefined> {
  const answers = await Promise.all(
    types.map((type) =>
      plugins.run({ type, verb: 'VERSION', config: { cniVersion: '1.0.0' }, env: {} }, versionsSchema),
    ),
  );
  return versions.find((version) => answers.every((answer) => answer?.supportedVersions.includes(version)));
}
