import { createHash } from 'node:crypto';
import { ConmanError } from '../errors/index.ts';

const lengthOfAlgorithm: Readonly<Record<string, number>> = { sha256: 64, sha512: 128 };

/** An algorithm we can compute and the hash it gave, in lower-case hex: nothing that could mean a path. */
export interface Digest {
  readonly algorithm: string;
  readonly hex: string;
}

/** Undefined for what is no digest, or one that cannot be verified. */
export function parseDigest(text: string): Digest | undefined {
  const [, algorithm = '', hex = ''] = /^([a-z0-9]+):([0-9a-f]+)$/.exec(text) ?? [];
  return hex !== '' && Object.hasOwn(lengthOfAlgorithm, algorithm) && lengthOfAlgorithm[algorithm] === hex.length
    ? { algorithm, hex }
    : undefined;
}

/** Digests come from registries, archives and users: none becomes part of a path or a URL before it was here. */
export function expectDigest(text: string): Digest {
  const digest = parseDigest(text);
  if (digest !== undefined) return digest;
  const shown = JSON.stringify(text.slice(0, 100));
  throw new ConmanError('data-loss', `${shown} is not a digest`, { hint: 'Supported are sha256 and sha512.' });
}

export function digestOf(content: Uint8Array, algorithm = 'sha256'): string {
  return `${algorithm}:${createHash(algorithm).update(content).digest('hex')}`;
}
