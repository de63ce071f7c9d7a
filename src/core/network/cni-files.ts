import { extname, join } from 'node:path';
import { ConmanError } from '../errors/index.ts';
import { listDirectory } from '../host/directories.ts';
import { readText } from '../host/files.ts';
import { type Conflist, parseConflist } from './cni/conflist.ts';

const extensions = ['.conflist', '.conf', '.json'];
const maxBytes = 256 * 1024;

export interface CniFiles {
  readonly conflists: ReadonlyMap<string, Conflist>;
  /** Files that cannot be read, one line each. */
  readonly problems: readonly string[];
}

/** The networks that others have configured on this host. Of two files with the same name of a network the first counts. */
export async function readCniFiles(directory: string): Promise<CniFiles> {
  const conflists = new Map<string, Conflist>();
  const problems: string[] = [];
  const names = (await listDirectory(directory)).filter((name) => extensions.includes(extname(name)));
  for (const name of names.toSorted()) {
    const path = join(directory, name);
    try {
      const conflist = parseConflist((await readText(path, maxBytes)) ?? '', path);
      if (!conflists.has(conflist.name)) conflists.set(conflist.name, conflist);
    } catch (error) {
      problems.push(ConmanError.from(error).message);
    }
  }
  return { conflists, problems };
}
