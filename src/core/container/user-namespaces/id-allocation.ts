import { ConmanError } from '../../errors/index.ts';
import type { IdMaps } from '../../host/id-maps.ts';

/** What systemd leaves to nobody (UIDS-GIDS.md), in blocks that keep the lower half of an id readable: 0x7000 0000 on. */
const firstId = 0x7000_0000;
const endId = 0x7ffd_0000;
const blockSize = 0x1_0000;

/** How a container's ids are to be given out. */
export type PlannedUserNamespace =
  | { readonly kind: 'auto'; readonly size: number }
  | ({ readonly kind: 'maps' } & IdMaps);

/** Gives each container ids that no other has. */
export class IdAllocation {
  readonly #inUse: () => readonly IdMaps[];
  /** Of containers that are being made. */
  readonly #pending = new Set<IdMaps>();

  /** `inUse` gives the maps of all containers there are. */
  constructor(inUse: () => readonly IdMaps[]) {
    this.#inUse = inUse;
  }

  /** Disposed of when the container is one of those that are asked, or was not made. */
  take(planned: PlannedUserNamespace | undefined): Disposable & { readonly maps: IdMaps | undefined } {
    if (planned === undefined) return { maps: undefined, [Symbol.dispose]: () => undefined };
    const maps = planned.kind === 'maps' ? { uids: planned.uids, gids: planned.gids } : this.#allocate(planned.size);
    this.#pending.add(maps);
    return { maps, [Symbol.dispose]: () => void this.#pending.delete(maps) };
  }

  #allocate(size: number): IdMaps {
    const taken = [...this.#inUse(), ...this.#pending].flatMap(({ uids, gids }) => [...uids, ...gids]);
    for (let host = firstId; host + size <= endId; host += blockSize) {
      const isFree = taken.every((range) => range.host >= host + size || range.host + range.size <= host);
      if (isFree) return { uids: [{ container: 0, host, size }], gids: [{ container: 0, host, size }] };
    }
    throw new ConmanError('resource-exhausted', `no ${size} user ids are left that no other container has`, {
      hint: 'Remove containers, or name ids: --userns HOSTID:SIZE',
    });
  }
}
