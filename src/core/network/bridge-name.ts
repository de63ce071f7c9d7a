import { createHash } from 'node:crypto';

/** Of all bridges that any conmand of this host makes. */
export const bridgePrefix = 'cm-';

/** The same for the same network of the same roots, and another one for everybody else. At most 15 characters (IFNAMSIZ). */
export function bridgeName(libRoot: string, network: string): string {
  const digest = createHash('sha256').update(`${libRoot}\0${network}`).digest('hex');
  return `${bridgePrefix}${digest.slice(0, 10)}`;
}

/** Of a bridge by its name: locally administered (IEEE 802, the second bit), and the same each time. */
export function bridgeMac(bridge: string): string {
  const digits = bridge.slice(bridgePrefix.length).padEnd(10, '0').slice(0, 10);
  return ['02', ...(digits.match(/../g) ?? [])].join(':');
}
