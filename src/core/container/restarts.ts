import type { Container } from './container.ts';
import { quickEnds, restartDelayMs, wantsRestart } from './restart-policy.ts';

const nsPerMs = 1_000_000n;

/** What was decided when a restart was planned. */
export interface PlannedRestart {
  /** Runs in a row that ended soon, this one included. */
  readonly quickEnds: number;
  /** Also if its user stopped it before: conmand starts. */
  readonly despiteStop: boolean;
}

export interface RestartActions {
  /** Rejects when the container could not be started. Does nothing with one that was removed. */
  start(container: Container, planned: PlannedRestart): Promise<void>;
  exists(container: Container): boolean;
  /** What there is to say about the container has changed. */
  changed(container: Container): void;
}

/**
 * Starts ended containers again as their policies say. What was counted is in the record, so that a restart of conmand
 * neither forgets a container nor gives it more tries or a shorter wait.
 */
export class Restarts {
  readonly #actions: RestartActions;
  readonly #timers = new Map<Container, NodeJS.Timeout>();
  #closed = false;

  constructor(actions: RestartActions) {
    this.#actions = actions;
  }

  /** The container has ended. `conmandStarts`: it is found so. */
  consider(container: Container, conmandStarts = false): void {
    const { record, exit, startedAt } = container;
    if (this.#closed || record?.restart === undefined || !this.#isOver(container, conmandStarts)) return;
    const { restart, stoppedByUser = false, restarts = 0 } = record;
    if (!wantsRestart(restart, { exit, stoppedByUser, restarts }, conmandStarts)) return;
    const ranMs = Number(((exit?.at ?? 0n) - startedAt) / nsPerMs);
    this.#plan(container, { quickEnds: quickEnds(record.quickEnds ?? 0, ranMs), despiteStop: conmandStarts });
  }

  /** Its user wants something else of it. False when no restart was waiting. */
  cancel(container: Container): boolean {
    const timer = this.#timers.get(container);
    clearTimeout(timer);
    container.awaitsRestart = false;
    return this.#timers.delete(container);
  }

  /** Those that wait are considered again by the next conmand. */
  close(): void {
    this.#closed = true;
    for (const container of [...this.#timers.keys()]) this.cancel(container);
  }

  /** A container that never ran did not end; one that was being started again when conmand died is to go on. */
  #isOver(container: Container, conmandStarts: boolean): boolean {
    const ranBefore = container.record?.logBytesLostBefore !== undefined;
    if (!container.hasEnded) return conmandStarts && container.state === 'created' && ranBefore;
    return container.startedAt !== 0n || ranBefore || (conmandStarts && container.exit?.reason === 'exited');
  }

  #plan(container: Container, planned: PlannedRestart): void {
    this.cancel(container);
    container.awaitsRestart = true;
    const timer = setTimeout(() => void this.#restart(container, planned), restartDelayMs(planned.quickEnds));
    this.#timers.set(container, timer);
    this.#actions.changed(container);
  }

  async #restart(container: Container, planned: PlannedRestart): Promise<void> {
    this.#timers.delete(container);
    container.awaitsRestart = false;
    try {
      await this.#actions.start(container, planned);
    } catch {
      // What kept it from starting may pass.
      if (this.#actions.exists(container)) this.consider(container);
    }
  }
}
