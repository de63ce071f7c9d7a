import { basename, join } from 'node:path';
import { ConmanError } from '../errors/index.ts';
import { listDirectory, makeDirectory, removeTree } from '../host/directories.ts';
import { renamePath } from '../host/files.ts';

/**
 * Where directories go whose content nobody needs: away at once for everybody who looks, deleted in the background, for
 * a container may have written a million files. What a crash left in it is deleted at the next start.
 */
export class Trash {
  readonly #directory: string;
  readonly #deletions = new Set<Promise<void>>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  async open(): Promise<void> {
    await makeDirectory(this.#directory);
    for (const name of await listDirectory(this.#directory)) this.#delete(join(this.#directory, name));
  }

  /** The directory is on the file system of the trash and nothing is mounted in it. One that is gone is no error. */
  async discard(path: string): Promise<void> {
    const discarded = join(this.#directory, basename(path));
    try {
      await renamePath(path, discarded);
    } catch (error) {
      if (error instanceof ConmanError && error.code === 'not-found') return;
      throw error;
    }
    this.#delete(discarded);
  }

  /** Resolves when everything discarded so far is deleted. */
  async idle(): Promise<void> {
    await Promise.all(this.#deletions);
  }

  #delete(path: string): void {
    // What cannot be deleted now is tried again at the next start.
    const deletion = removeTree(path).catch(() => undefined);
    this.#deletions.add(deletion);
    void deletion.then(() => this.#deletions.delete(deletion));
  }
}
