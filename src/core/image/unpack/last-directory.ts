import { plainNameIn } from './member-path.ts';
import type { TarEntry } from './tar-header.ts';
import { whiteoutPrefix } from './whiteout-names.ts';

/** Where the entry before was made, if it was a file: mostly the next one is a file beside it, and needs no closer look. */
export class LastDirectory {
  /** As paths say it, with a slash at the end. */
  #directory: string | undefined;

  forget(): void {
    this.#directory = undefined;
  }

  /** Only a directory that is said as it is found, with no links on the way, stays that while files are made. */
  note(entry: TarEntry, resolved: readonly string[]): void {
    const path = withoutDot(entry.path);
    const isAsFound = entry.type === 'file' && resolved.join('/') === path;
    this.#directory = isAsFound ? path.slice(0, path.lastIndexOf('/') + 1) : undefined;
  }

  /** The resolved path of an ordinary file in it; undefined for everything else. */
  pathOf({ type, path: said }: TarEntry): string | undefined {
    if (this.#directory === undefined || type !== 'file') return undefined;
    const path = withoutDot(said);
    const name = plainNameIn(this.#directory, path);
    return name === undefined || name.startsWith(whiteoutPrefix) ? undefined : path;
  }
}

/** Archives of a directory `.` say it in front of every path. */
function withoutDot(path: string): string {
  return path.startsWith('./') ? path.slice(2) : path;
}
