import { ConmanError } from '../errors/index.ts';
import type { CgroupHierarchy } from '../host/cgroups.ts';
import { isFrozen } from '../host/freezer.ts';
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
    const { name, state, paused } = container;
    if (state !== 'running') throw refusal(`container ${name} is ${state}, not running`);
    if (paused) throw refusal(`container ${name} is paused already`);
    await this.#runtimes.named(container.record?.runtime).pause(container.id);
    container.pausedIs(true);
  }

  async resume(container: Container): Promise<void> {
    if (!container.paused) throw refusal(`container ${container.name} is not paused`);
    await this.thaw(container);
  }

  /** Lets what has to end go on, because a process that is held takes no signal. Not an error when it is not held. */
  async thaw(container: Container): Promise<void> {
    if (!container.paused) return;
    try {
      await this.#runtimes.named(container.record?.runtime).resume(container.id);
    } catch (error) {
      if (await isFrozen(this.#hierarchies, container.paths.cgroup)) throw error;
    }
    container.pausedIs(false);
  }

  /** Looks, for a conmand that was not there when it was paused. */
  async look(container: Container): Promise<void> {
    container.pausedIs(await isFrozen(this.#hierarchies, container.paths.cgroup));
  }
}

function refusal(message: string): ConmanError {
  return new ConmanError('failed-precondition', message);
}
