import type { CreateContainerOptions } from '../../src/core/api/index.ts';

/** What a container does when it is left alone. */
export interface Plan {
  /** Numbered lines it writes. */
  readonly lines: number;
  readonly pauseSeconds: number;
  readonly exitCode: number;
  /** What it ends with when SIGTERM asks it to; undefined: it does not listen. */
  readonly trapCode: number | undefined;
  readonly tty: boolean;
}

export type Random = () => number;

export function choose<T>(random: Random, choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(random() * choices.length)] ?? choices[0];
}

export function newPlan(random: Random): Plan {
  return {
    lines: choose(random, [5, 20, 100, 100_000]),
    pauseSeconds: choose(random, [0.05, 0.1, 0.3]),
    exitCode: Math.floor(random() * 100),
    trapCode: choose(random, [101, undefined]),
    tty: random() < 0.15,
  };
}

/** `begin`, 1, 2, 3 and so on, `end`. */
export function commandOf({ lines, pauseSeconds, exitCode, trapCode }: Plan): CreateContainerOptions['command'] {
  const trap = trapCode === undefined ? '' : `trap "echo trapped; exit ${trapCode}" TERM;`;
  const count = `i=0; while [ $i -lt ${lines} ]; do i=$((i+1)); echo $i; sleep ${pauseSeconds}; done`;
  return ['sh', '-c', `${trap} echo begin; ${count}; echo end; exit ${exitCode}`];
}
