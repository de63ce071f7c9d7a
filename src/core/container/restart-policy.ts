import type { ContainerExit } from '../api/container.ts';
import type { RestartPolicy } from '../api/settings.ts';

/** Doubled from the first to the last; a run of this length begins anew. */
const firstDelayMs = 100;
const longestDelayMs = 60_000;
const steadyRunMs = 10_000;

export interface EndedRun {
  /** Undefined or `unknown`: nobody knows how, which is no success. */
  readonly exit: ContainerExit | undefined;
  /** Its user stopped or killed it, and has not started it since. */
  readonly stoppedByUser: boolean;
  /** Automatic starts since its user started it. */
  readonly restarts: number;
}

/** Whether the container is to be started again. `conmandStarts`: it is found so rather than seen to end. */
export function wantsRestart(policy: RestartPolicy, run: EndedRun, conmandStarts: boolean): boolean {
  switch (policy.kind) {
    case 'no':
      return false;
    case 'on-failure':
      return (
        !run.stoppedByUser && run.exit?.code !== 0 && run.restarts < (policy.maxRetries || Number.POSITIVE_INFINITY)
      );
    case 'unless-stopped':
      return !run.stoppedByUser;
    case 'always':
      return !run.stoppedByUser || conmandStarts;
  }
}

/** How many quick ends in a row there have been, when another run has ended after so long. */
export function quickEnds(before: number, ranMs: number): number {
  return ranMs >= steadyRunMs ? 0 : before + 1;
}

/** How long to wait after so many quick ends in a row. */
export function restartDelayMs(quick: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** Math.max(0, quick - 1));
}
