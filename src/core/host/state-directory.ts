import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** Larger files are not ours. */
const maxBytes = 8 * 1024 * 1024;

/**
 * Where a program keeps what its user would not miss, from run to run: `$XDG_STATE_HOME/conman`, by default
 * `~/.local/state/conman` (XDG Base Directory Specification). Undefined for a user without a home.
 */
export function stateDirectory(environment: NodeJS.ProcessEnv): string | undefined {
  const { XDG_STATE_HOME: stateHome, HOME: home } = environment;
  if (stateHome !== undefined && isAbsolute(stateHome)) return join(stateHome, 'conman');
  return home !== undefined && isAbsolute(home) ? join(home, '.local/state/conman') : undefined;
}

/** At once, because a first frame waits for it. Undefined when there is nothing that can be read. */
export function readStateFile(directory: string | undefined, name: string): string | undefined {
  if (directory === undefined) return undefined;
  try {
    const path = join(directory, name);
    const facts = statSync(path);
    return facts.isFile() && facts.size <= maxBytes ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

/** At once, because the program may be ending; whole or not at all. What cannot be kept is not missed. */
export function writeStateFile(directory: string | undefined, name: string, text: string): void {
  if (directory === undefined) return;
  const path = join(directory, name);
  const unfinished = `${path}.${process.pid}`;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    try {
      writeFileSync(unfinished, text, { mode: 0o600 });
      renameSync(unfinished, path);
    } finally {
      rmSync(unfinished, { force: true });
    }
  } catch {
    // A full disk or a home that cannot be written.
  }
}
