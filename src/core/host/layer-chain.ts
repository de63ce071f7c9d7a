import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { readdirNames } from './directories.ts';
import type { TreeSyscalls } from './tree-syscalls.ts';

export const opaqueAttribute = 'trusted.overlay.opaque';

/** A file or directory that shows in the layers below. */
export interface LowerFile {
  readonly hostPath: string;
  readonly stats: Stats;
}

/** What a chain of overlay's layers shows, asked path by path, without mounting it. Links are never followed. */
export class LayerChain {
  /** Top first, as overlay has them. */
  readonly #layers: readonly string[];
  readonly #syscalls: TreeSyscalls;

  constructor(layers: readonly string[], syscalls: TreeSyscalls) {
    this.#layers = layers;
    this.#syscalls = syscalls;
  }

  /** `names` lead from the root to it; none are the root itself. */
  find(names: readonly string[]): LowerFile | undefined {
    for (const layer of this.#layers) {
      const found = this.#findIn(layer, names);
      if (found === 'hidden') return undefined;
      if (found !== 'absent') return found;
    }
    return undefined;
  }

  /** Names in the root of any layer, hidden or not. */
  rootNames(): Set<string> {
    return new Set(this.#layers.flatMap((layer) => readdirSync(layer)));
  }

  /** Names that show in a directory. */
  namesIn(names: readonly string[]): string[] {
    const here = new Set(this.#layers.flatMap((layer) => readdirNames(join(layer, ...names))));
    return [...here].filter((name) => this.find([...names, name]) !== undefined).toSorted();
  }

  #findIn(layer: string, names: readonly string[]): LowerFile | 'absent' | 'hidden' {
    let hostPath = layer;
    let stats = lstatSync(layer);
    let opaque = false;
    for (const name of names) {
      // A file, or a whiteout, hides what lower layers have below its name.
      if (!stats.isDirectory()) return 'hidden';
      opaque ||= hostPath !== layer && this.#syscalls.getXattr(hostPath, opaqueAttribute)?.toString() === 'y';
      hostPath = join(hostPath, name);
      const next = lstatOrNothing(hostPath);
      if (next === undefined) return opaque ? 'hidden' : 'absent';
      stats = next;
    }
    return isWhiteout(stats) ? 'hidden' : { hostPath, stats };
  }
}

export function isWhiteout(stats: Stats): boolean {
  return stats.isCharacterDevice() && stats.rdev === 0;
}

export function lstatOrNothing(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}
