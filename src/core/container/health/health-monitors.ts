import type { ChangeHub } from '../change-hub.ts';
import type { Container } from '../container.ts';
import type { ContainerRegistry } from '../registry.ts';
import { type HealthActions, HealthMonitor } from './health-monitor.ts';

/** Keeps an eye on every container that runs and has a health check. */
export class HealthMonitors {
  readonly #registry: ContainerRegistry;
  readonly #actions: HealthActions;
  readonly #monitors = new Map<string, HealthMonitor>();

  constructor(registry: ContainerRegistry, actions: HealthActions) {
    this.#registry = registry;
    this.#actions = actions;
  }

  /** Takes up those that run already, whose health is known when it resolves, and from now on those that are started. */
  async open(hub: ChangeHub): Promise<void> {
    const running = this.#registry.list().filter(({ state }) => state === 'running');
    const adopted = Promise.all(running.map((container) => this.#monitor(container)?.adopt()));
    hub.subscribe([], ({ type, container: { id } }) => {
      const container = this.#registry.get(id);
      if (type === 'started' && container !== undefined) this.#monitor(container)?.begin();
      if (type === 'exited' || type === 'removed') this.#stop(id);
    });
    await adopted;
  }

  close(): void {
    for (const id of [...this.#monitors.keys()]) this.#stop(id);
  }

  #monitor(container: Container): HealthMonitor | undefined {
    this.#stop(container.id);
    const check = container.record?.health;
    if (check === undefined) return undefined;
    const monitor = new HealthMonitor(container, check, this.#actions);
    this.#monitors.set(container.id, monitor);
    return monitor;
  }

  #stop(id: string): void {
    this.#monitors.get(id)?.stop();
    this.#monitors.delete(id);
  }
}
