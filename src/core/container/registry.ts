import { ConmanError } from '../errors/index.ts';
import type { Container } from './container.ts';
import { isContainerId } from './id.ts';
import { NameRegistry } from './name.ts';

/** As many as a message can show. */
const maxMatchesShown = 5;

/** The containers there are, and how people refer to them. */
export class ContainerRegistry {
  readonly names = new NameRegistry();
  readonly #byId = new Map<string, Container>();
  /** Made at the first list after one came or went; a creation time does not change. */
  #sorted: readonly Container[] | undefined;

  get size(): number {
    return this.#byId.size;
  }

  add(container: Container): void {
    this.#byId.set(container.id, container);
    this.#sorted = undefined;
  }

  delete(container: Container): void {
    this.#byId.delete(container.id);
    this.#sorted = undefined;
    this.names.release(container.name, container.id);
  }

  get(id: string): Container | undefined {
    return this.#byId.get(id);
  }

  /** Sorted by creation time, then id. */
  list(): readonly Container[] {
    this.#sorted ??= [...this.#byId.values()]
      .map((container) => ({ container, createdAt: container.createdAt }))
      .toSorted((a, b) => {
        if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? -1 : 1;
        return a.container.id < b.container.id ? -1 : 1;
      })
      .map(({ container }) => container);
    return this.#sorted;
  }

  /** By name, id or unique prefix of an id. Fails with `not-found`, or `invalid-argument` when several match. */
  find(ref: string): Container {
    const exact = this.#byId.get(this.names.idOf(ref) ?? ref);
    if (exact !== undefined) return exact;
    const matches = /^[0-9a-f]{1,31}$/.test(ref) ? this.list().filter(({ id }) => id.startsWith(ref)) : [];
    const [match, ...others] = matches;
    if (match === undefined) {
      throw new ConmanError('not-found', `there is no container ${JSON.stringify(ref)}`, {
        hint: 'See which there are: conmanctl container list',
      });
    }
    if (others.length === 0) return match;
    const shown = matches.slice(0, maxMatchesShown).map(({ id, name }) => `${id.slice(0, 12)} (${name})`);
    const more = matches.length > shown.length ? [`${matches.length - shown.length} more`] : [];
    throw new ConmanError('invalid-argument', `"${ref}" is ambiguous: ${[...shown, ...more].join(', ')}`, {
      hint: 'Give more digits of the id, or the name.',
    });
  }

  /** Like `find`, but undefined for a full id that is unknown: what is gone already needs no removal. */
  findForRemoval(ref: string): Container | undefined {
    return isContainerId(ref) && this.names.idOf(ref) === undefined ? this.get(ref) : this.find(ref);
  }
}
