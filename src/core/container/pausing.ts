import { ConmanError } from '../errors/index.ts';
import type { CgroupHierarchy } from '../host/cgroups.ts';
import { isFrozen, thawCgroup } from '../host/freezer.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import type { Container } from './container.ts';

/** Holds containers still and lets them go on. Whether one is held is the kernel's to know, not a record's. */
export class Pausing {
  readonly #runtimes: Runtimes;
  readonly #hierarchies: readonly CgroupHierarchy[];

  constructor(runtimes: Runtimes, hierarchies: readonly CgroupHierarchy[]) {
    this.#runtimes = runtimes;
    this.#hierarchies = hierarchies;
  }

  async pause(container: Container): Promise<void> {
    const { name, state } = container;
    if (state !== 'running') throw refusal(`container ${name} is ${state}, not running`);
    await this.look(container);
    if (container.paused) throw refusal(`container ${name} is paused already`);
    try {
      await this.#runtimes.named(container.record?.runtime).pause(container.id);
    } finally {
      // Whatever became of its runtime: the kernel may hold it all the same.
      await this.look(container);
    }
  }

  async resume(container: Container): Promise<void> {
    await this.look(container);
    if (!container.paused) throw refusal(`container ${container.name} is not paused`);
    await this.thaw(container);
  }

  /** Lets what has to end go on, because a process that is held takes no signal. Not an error when it is not held. */
  async thaw(container: Container): Promise<void> {
    await this.look(container);
    if (!container.paused) return;
    const runtime = await this.#runtimes.usable(container.record?.runtime);
    const thawing = runtime?.resume(container.id) ?? thawCgroup(this.#hierarchies, container.paths.cgroup);
    const [outcome] = await Promise.allSettled([thawing]);
    await this.look(container);
    if (container.paused && outcome.status === 'rejected') throw outcome.reason;
  }

  /** Holds it still for something conmand does, and says so on disk: a conmand that is killed meanwhile comes back to it. */
  async hold(container: Container): Promise<void> {
    await container.document?.update({ heldByConmand: true });
    await this.pause(container);
  }

  /** Lets go what `hold` held; nothing to do when it is not held by conmand. */
  async letGo(container: Container): Promise<void> {
    if (!container.record?.heldByConmand) return;
    await this.thaw(container);
    await container.document?.update({ heldByConmand: undefined });
  }

  /** Asks the kernel: what a conmand before began, and a runtime that was killed, may come to their effect at any time. */
  async look(container: Container): Promise<void> {
    container.pausedIs(await isFrozen(this.#hierarchies, container.paths.cgroup));
  }
}

function refusal(message: string): ConmanError {
  return new ConmanError('failed-precondition', message);
}
