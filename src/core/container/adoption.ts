import { type CgroupHierarchy, makeServiceCgroup } from '../host/cgroups.ts';
import { whenPossible } from '../host/when-possible.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import { findShim, type ShimLauncher } from '../runtime/shim.ts';
import type { EngineConfig } from './config.ts';
import type { Container } from './container.ts';
import type { Lifeline } from './lifeline.ts';
import { shimsCgroup } from './paths.ts';
import { shimOptions } from './shim-options.ts';

/** Gives a container whose shim was killed another one, which goes on where the first was torn from it. */
export class Adoption {
  readonly #config: EngineConfig;
  readonly #shims: ShimLauncher;
  readonly #runtimes: Runtimes;
  readonly #hierarchies: readonly CgroupHierarchy[];

  constructor(config: EngineConfig, shims: ShimLauncher, runtimes: Runtimes, hierarchies: readonly CgroupHierarchy[]) {
    this.#config = config;
    this.#shims = shims;
    this.#runtimes = runtimes;
    this.#hierarchies = hierarchies;
  }

  /** The shim before must have ended. On failure the container is as it was. */
  async adopt(container: Container, lifeline: Lifeline): Promise<void> {
    const { id, document, paths, logBytesLost } = container;
    if (document === undefined) return;
    const { init } = document.data;
    const config = this.#config;
    const hierarchies = this.#hierarchies;
    // A shim that adopts runs no runtime, so that any will do where its own is not configured any more.
    const runtime = this.#runtimes.find(document.data.runtime) ?? this.#runtimes.named(undefined);
    const cgroup = await makeServiceCgroup(hierarchies, shimsCgroup(config));
    await this.#shims.adopt(runtime, shimOptions(id, paths, document.data, { config, hierarchies, cgroup }), {
      pid: init.pid,
      process: lifeline.init,
      terminal: lifeline.terminal,
      logBytesLost,
    });
    // Without knowing it, the next attempt would start another one beside it.
    await document.update({ shim: await whenPossible(() => findShim(id, paths.shimPidFile)) });
  }
}
