import { ConmanError } from '../errors/index.ts';

const pattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}$/;

export function expectContainerName(name: string): void {
  if (pattern.test(name)) return;
  throw new ConmanError('invalid-argument', `${JSON.stringify(name)} is not a container name`, {
    hint: 'Use 1 to 64 letters, digits, "_", "." or "-", beginning with a letter or digit.',
  });
}

/** Who has which name. A name is taken before anything else is done, so that of two racing creates one loses at once. */
export class NameRegistry {
  readonly #idByName = new Map<string, string>();

  /** Fails with `already-exists` when another container has it. */
  take(name: string, id: string): void {
    const owner = this.#idByName.get(name);
    if (owner !== undefined) {
      throw new ConmanError('already-exists', `the name "${name}" is taken by container ${owner.slice(0, 12)}`, {
        hint: `Choose another name, or remove that container: conmanctl container remove ${name}`,
      });
    }
    this.#idByName.set(name, id);
  }

  /** For what is found on disk: the first one keeps a name that two records claim. */
  adopt(name: string, id: string): void {
    if (!this.#idByName.has(name)) this.#idByName.set(name, id);
  }

  release(name: string, id: string): void {
    if (this.#idByName.get(name) === id) this.#idByName.delete(name);
  }

  idOf(name: string): string | undefined {
    return this.#idByName.get(name);
  }
}
