import { posix } from 'node:path';

/** Where paths that somebody types begin, both absolute. */
export interface LocalPlaces {
  readonly workingDirectory: string;
  readonly homeDirectory: string;
}

/** The absolute path that was typed: `~` is the home directory, what does not begin with `/` is where one works. */
export function localPath(typed: string, { workingDirectory, homeDirectory }: LocalPlaces): string {
  const isAtHome = typed === '~' || typed.startsWith('~/');
  return isAtHome ? posix.resolve(homeDirectory, `.${typed.slice(1)}`) : posix.resolve(workingDirectory, typed);
}

/** True for what is a path and no name: `/srv`, `./rootfs`, `..`, `~/data`. */
export function isPath(typed: string): boolean {
  return /^(?:\/|(?:\.\.?|~)(?:\/|$))/.test(typed);
}
