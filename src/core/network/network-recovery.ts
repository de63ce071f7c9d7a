import { ConmanError } from '../errors/index.ts';
import { joinAll } from '../host/join-all.ts';
import { CniNetwork } from './cni/cni-network.ts';
import { newInterface, noWishes } from './interfaces.ts';
import type { KnownNetwork } from './network-catalog.ts';
import type { NetworkParts } from './network-parts.ts';

export interface Survivors {
  isAlive(containerId: string): boolean;
  /** Takes a container off its networks. */
  end(containerId: string): Promise<void>;
}

/** At the start: what belongs to nobody who lives is taken away, the rest works again. Answers what went wrong. */
export async function recoverNetworks(parts: NetworkParts, { isAlive, end }: Survivors): Promise<readonly string[]> {
  const { attachments, catalog, ports } = parts;
  const problems: string[] = [];
  const attempt = async (operation: () => Promise<void>): Promise<void> => {
    await operation().catch((error: unknown) => void problems.push(ConmanError.from(error).message));
  };
  const records = attachments.list();
  for (const { containerId, containerName, ports: published } of records) {
    ports.adopt(containerId, containerName, published);
  }
  await joinAll(records.map(({ containerId: id }) => attempt(() => (isAlive(id) ? attachments.repair(id) : end(id)))));
  const inUse = new Set(attachments.list().flatMap(({ interfaces }) => interfaces.map(({ network }) => network)));
  for (const network of await catalog.list()) {
    if (network.source !== 'conman') continue;
    if (inUse.has(network.name)) await attempt(() => parts.activate(network));
    await attempt(() => collectGarbage(parts, network));
  }
  // Networks have been given theirs; published ports may have lost their rules while nobody watched.
  if (attachments.list().some(({ ports: published }) => published.length > 0)) {
    problems.push(...(await parts.rules.restore()));
  }
  return problems;
}

async function collectGarbage(parts: NetworkParts, network: KnownNetwork): Promise<void> {
  const valid = parts.attachments
    .list()
    .flatMap(({ containerId, interfaces }) =>
      interfaces
        .filter((each) => each.network === network.name)
        .map((each) => ({ containerId, interface: each.interface })),
    );
  const context = await parts.interfaceContext();
  const { conflist } = newInterface(network, { network: network.name }, noWishes, context);
  await new CniNetwork(conflist, parts.plugins).gc(valid);
}
