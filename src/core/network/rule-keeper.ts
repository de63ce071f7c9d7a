import { ConmanError } from '../errors/index.ts';
import { joinAll } from '../host/join-all.ts';
import { type PacketFilterFamily, type SavedRules, savedRules } from '../host/packet-filter.ts';
import { type FilterRemoval, type FilterWatch, watchPacketFilter } from '../host/packet-filter-watch.ts';
import type { Activation } from './activation.ts';
import type { Attachments } from './attachments.ts';
import { ensureBridgeRules, families, missingRules, removeBridgeRules } from './bridge-rules.ts';
import type { KnownNetwork } from './network-catalog.ts';
import { bridgeNetwork, type NetworkRecord } from './network-record.ts';
import { missingPorts } from './published-rules.ts';

/** A firewall that is reloaded takes away a lot in a moment, and puts its own rules in place then. */
const settleMs = 400;
const firewalldTable = 'firewalld';
const hookedChains = ['FORWARD', 'INPUT', 'PREROUTING', 'OUTPUT', 'POSTROUTING'];

/** Brings rules back that other programs have removed, such as a firewall that was reloaded. */
export class RuleKeeper {
  readonly #activation: Activation;
  readonly #attachments: Attachments;
  readonly #tell: (line: string) => void;
  #watch: FilterWatch | undefined;
  #timer: NodeJS.Timeout | undefined;
  #last: Promise<void> = Promise.resolve();
  #firewalldReloaded = false;

  /** `tell` is given what happened, a line each. */
  constructor(activation: Activation, attachments: Attachments, tell: (line: string) => void) {
    this.#activation = activation;
    this.#attachments = attachments;
    this.#tell = tell;
  }

  /** From now on. Answers why not, in a line, where the kernel cannot say what is removed. */
  open(): readonly string[] {
    try {
      this.#watch = watchPacketFilter((removal) => this.#heardOf(removal));
      return [];
    } catch (error) {
      return [`rules that others remove are not brought back: ${ConmanError.from(error).message}`];
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#watch?.close();
    await this.#last;
  }

  /** A line for each chain, hook and published port of a network that the packet filter lacks. */
  async missing(network: KnownNetwork): Promise<readonly string[]> {
    const saved = await this.#saved();
    const own = network.source === 'conman' ? this.#missingOf(network.record, saved) : [];
    const rules = own.map((rule) => `the packet filter lacks ${rule}`);
    const onIt = this.#attachments.list().filter(({ interfaces: [first] }) => first?.network === network.name);
    const ports = onIt.flatMap((attachment) =>
      missingPorts(attachment, saved).map((port) => `${attachment.containerName}: no rule publishes port ${port}`),
    );
    return [...rules, ...ports];
  }

  #heardOf(removal: FilterRemoval | undefined): void {
    if (removal !== undefined && !concernsUs(removal)) return;
    if (removal?.table === firewalldTable) this.#firewalldReloaded = true;
    // Not put off by what comes meanwhile: somebody may go on removing rules for ever.
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#last = this.#last.then(async () => {
        for (const line of await this.restore()) this.#tell(line);
      });
    }, settleMs).unref();
  }

  /** Looks, and brings back what is missing. Answers what was, or why it could not be brought back. */
  async restore(): Promise<readonly string[]> {
    try {
      const firewalldReloaded = this.#firewalldReloaded;
      this.#firewalldReloaded = false;
      const records = this.#activation.list();
      const saved = await this.#saved();
      const incomplete = records.filter((record) => this.#missingOf(record, saved).length > 0);
      await joinAll(incomplete.map((record) => this.#restoreNetwork(record)));
      const unpublished = this.#attachments
        .list()
        .filter((attachment) => firewalldReloaded || missingPorts(attachment, saved).length > 0);
      await joinAll(
        unpublished.map(({ containerId: id }) => this.#attachments.change(id, (each) => each.restoreRules())),
      );
      const names = [
        ...incomplete.map(({ name }) => `network ${name}`),
        ...unpublished.map((each) => each.containerName),
      ];
      if (names.length === 0) return [];
      return [`another program removed rules of the packet filter; they are back: ${names.join(', ')}`];
    } catch (error) {
      return [`rules that another program removed could not be brought back: ${ConmanError.from(error).message}`];
    }
  }

  async #restoreNetwork(record: NetworkRecord): Promise<void> {
    await ensureBridgeRules(bridgeNetwork(record));
    // It may have been removed meanwhile.
    if (!this.#activation.list().includes(record)) await removeBridgeRules(bridgeNetwork(record));
  }

  #missingOf(record: NetworkRecord, saved: SavedRules): readonly string[] {
    const network = bridgeNetwork(record);
    return families(network).flatMap((family) => missingRules(network, family, saved.get(family) ?? []));
  }

  /** IPv6 only where somebody has it: not every host can say anything of it. */
  async #saved(): Promise<SavedRules> {
    const addresses = this.#attachments
      .list()
      .flatMap(({ interfaces }) => interfaces.flatMap(({ result }) => result?.ips ?? []))
      .map(({ address }) => address);
    const gateways = this.#activation.list().flatMap(({ subnets }) => subnets.map(({ gateway }) => gateway));
    const hasIpv6 = [...addresses, ...gateways].some((address) => address.includes(':'));
    const families: readonly PacketFilterFamily[] = hasIpv6 ? [4, 6] : [4];
    return new Map(await joinAll(families.map(async (family) => [family, await savedRules(family)] as const)));
  }
}

function concernsUs({ what, chain }: FilterRemoval): boolean {
  return what === 'table' || hookedChains.includes(chain) || chain.startsWith('CONMAN-');
}
