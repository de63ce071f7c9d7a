import type { RemoveOptions } from '../api/container.ts';
import { ConmanError } from '../errors/index.ts';
import { removeFile } from '../host/files.ts';
import { joinAll } from '../host/join-all.ts';
import type { Networks } from '../network/networks.ts';
import type { Container } from './container.ts';
import type { Stopping } from './stopping.ts';
import type { Teardown } from './teardown.ts';

/** Removes containers. From the moment the record is gone, a restarted conmand finishes what was begun. */
export class Removal {
  readonly #stopping: Stopping;
  readonly #teardown: Teardown;
  readonly #networks: Networks;

  constructor(stopping: Stopping, teardown: Teardown, networks: Networks) {
    this.#stopping = stopping;
    this.#teardown = teardown;
    this.#networks = networks;
  }

  async remove(container: Container, { force = false }: RemoveOptions): Promise<void> {
    if (!force) expectRemovable(container);
    if (!container.hasEnded) await this.#stopping.kill(container);
    const { id, document, paths } = container;
    await document?.written();
    await removeFile(paths.record);
    if (document === undefined) {
      await this.#teardown.removeUnknown(id, paths);
      await this.#endNetworks(id, force);
    } else {
      await joinAll([this.#teardown.removeEnded(id, paths), this.#endNetworks(id, force)]);
    }
  }

  /** By force also when a plugin fails: what it left is tried again at the next start of conmand. */
  async #endNetworks(id: string, force: boolean): Promise<void> {
    await this.#networks.end(id).catch((error: unknown) => {
      if (!force) throw error;
    });
  }
}

function expectRemovable({ name, state, document, hasEnded }: Container): void {
  if (document === undefined) {
    throw new ConmanError('failed-precondition', `the record of container ${name} cannot be read; it may still run`, {
      hint: 'Repair the record, or remove the container by force.',
    });
  }
  if (state === 'running' || (state === 'unknown' && !hasEnded)) {
    throw new ConmanError('failed-precondition', `container ${name} is running`, {
      hint: `Stop it first (conmanctl container stop ${name}), or remove it by force.`,
    });
  }
}
