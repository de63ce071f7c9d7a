import type { ContainerExit, ContainerState } from '../api/container.ts';

/** All that a state is derived from. */
export interface ContainerFacts {
  /** Why the record cannot be read; undefined when it can. */
  readonly broken: string | undefined;
  /** The runtime accepted a start. */
  readonly started: boolean;
  /** From the exit file, or `unknown` after a reboot. */
  readonly exit: ContainerExit | undefined;
  /** The init process lives. */
  readonly alive: boolean;
  /** Somebody will write the exit file. */
  readonly watched: boolean;
}

/**
 *      ┌───────── start again: a new init and a new shim ──────────┐
 *      ▼       start                init ends, its shim writes the exit file
 *   created ──────────► running ─────────────────────────────► exited
 *    ▲ │                  │  │                                   ▲  ▲
 *    │ │                  │  └── the machine was restarted ──────┘  │
 *    │ ├──────────────────┼──── init was killed before its start ───┘
 *    │ │                  │
 *    │ └──────────────────┴──── init ended and so had its shim ────► unknown ◄── the record cannot be read
 *    └───────── start again ────────────────────────────────────────────┘
 *
 * Nobody moves a container along these arrows by writing a state down: each time it is asked for, it follows from facts.
 */
export function deriveState(facts: ContainerFacts): ContainerState {
  if (facts.broken !== undefined) return 'unknown';
  if (facts.exit !== undefined) return 'exited';
  if (facts.alive || facts.watched) return facts.started ? 'running' : 'created';
  return 'unknown';
}

const causeMessages = {
  'out-of-memory': 'OOMKilled: the kernel killed a process of it, because they used all the memory it may have.',
  timeout: 'It ran as long as it may, and was killed.',
} as const;

/** What the user should know about the state; empty when it speaks for itself. */
export function stateMessage(facts: ContainerFacts): string {
  if (facts.broken !== undefined) return facts.broken;
  if (facts.exit?.cause !== undefined) return causeMessages[facts.exit.cause];
  if (facts.exit !== undefined) {
    return facts.exit.reason === 'unknown' ? 'Nobody could see how it ended: conman-shim or the machine stopped.' : '';
  }
  if (facts.watched) return '';
  return facts.alive
    ? 'Its conman-shim is gone and cannot be started again: what it writes waits.'
    : 'It has ended, and so had its conman-shim before it: the exit code is not known.';
}
