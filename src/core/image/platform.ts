import { ConmanError } from '../errors/index.ts';

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string | undefined;
}

/** Node's names of architectures, where Go's, which images use, differ. */
const architectureOfNode: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386', ppc64: 'ppc64le' };

export function hostPlatform(): Platform {
  return normalized({ os: 'linux', architecture: architectureOfNode[process.arch] ?? process.arch });
}

/** `linux/arm64`, `linux/arm/v7`. */
export function parsePlatform(text: string): Platform {
  const [, os, architecture, variant] = /^([a-z0-9]+)\/([a-z0-9_]+)(?:\/([a-z0-9.]+))?$/.exec(text) ?? [];
  if (os === undefined || architecture === undefined) {
    throw new ConmanError('invalid-argument', `${JSON.stringify(text)} is not a platform`, {
      hint: 'Platforms look like linux/amd64, linux/arm64 or linux/arm/v7.',
    });
  }
  return normalized({ os, architecture, variant });
}

export function platformText({ os, architecture, variant }: Platform): string {
  return [os, architecture, variant].filter((part) => part !== undefined && part !== '').join('/');
}

/**
 * The candidate that runs best on `wanted`: its own variant, else the newest that is older (an arm/v7 runs v6 and v5);
 * of equals the first. Without a wanted variant one that has none comes first.
 */
export function selectPlatform<T extends { readonly platform?: Platform | undefined }>(
  candidates: readonly T[],
  wanted: Platform,
): T | undefined {
  const wantedRank = variantRank(normalized(wanted));
  let best: { candidate: T; rank: number } | undefined;
  for (const candidate of candidates) {
    if (candidate.platform === undefined) continue;
    const platform = normalized(candidate.platform);
    if (platform.os !== wanted.os || platform.architecture !== wanted.architecture) continue;
    const rank = variantRank(platform);
    if (rank <= wantedRank && (best === undefined || rank > best.rank)) best = { candidate, rank };
  }
  return best?.candidate;
}

/** arm64 is v8 and amd64 is v1 by definition; arm without a variant is v7. */
function normalized({ os, architecture, variant }: Platform): Platform {
  const implied = { arm64: 'v8', amd64: 'v1', arm: 'v7' }[architecture];
  const kept = variant === undefined || variant === '' ? implied : variant;
  const plain = architecture !== 'arm' && kept === implied;
  return kept === undefined || plain ? { os, architecture } : { os, architecture, variant: kept };
}

/** Higher needs more of the processor; no variant is the least of what every processor of the architecture can do. */
function variantRank({ variant }: Platform): number {
  const [, number] = /^v?(\d+(?:\.\d+)?)$/.exec(variant ?? '0') ?? [];
  return number === undefined ? Number.POSITIVE_INFINITY : Number(number);
}
