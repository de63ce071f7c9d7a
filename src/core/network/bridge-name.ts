import { createHash } from 'node:crypto';

/** Of all bridges that any conmand of this host makes. */
export const bridgePrefix = 'cm-';

/** The same for the same network of the same roots, and another one for everybody else. At most 15 characters (IFNAMSIZ). */
export function bridgeName(libRoot: string, network: string): string {
  const digest = createHash('sha256').update(`${libRoot}\0${network}`).digest('hex');
  return `${bridgePrefix}${digest.slice(0, 10)}`;
}
