import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemError } from './system-error.ts';

/** Entries that are read at once. */
const readAtOnce = 512;
/** What stands in a name for bytes that are no UTF-8: nobody can say such a name. */
const unsayable = '\ufffd';

export interface DirectoryName {
  readonly name: string;
  /** Or a link that leads to one. */
  readonly isDirectory: boolean;
}

/** What in a directory begins with `prefix`, in no order, without `.`, `..` and names that are no UTF-8. */
export async function namesIn(directory: string, prefix: string): Promise<readonly DirectoryName[]> {
  const found: DirectoryName[] = [];
  try {
    for await (const entry of await opendir(directory, { bufferSize: readAtOnce })) {
      const { name } = entry;
      if (!name.startsWith(prefix) || name.includes(unsayable)) continue;
      const isDirectory = entry.isSymbolicLink() ? await leadsToDirectory(join(directory, name)) : entry.isDirectory();
      found.push({ name, isDirectory });
    }
  } catch (error) {
    throw systemError(error, `list ${directory}`);
  }
  return found;
}

async function leadsToDirectory(link: string): Promise<boolean> {
  return await stat(link).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
}
