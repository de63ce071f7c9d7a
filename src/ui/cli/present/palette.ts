import { Chalk, type ChalkInstance, supportsColor } from 'chalk';
import type { ContainerState } from '../../../core/api/index.ts';
import type { CliContext } from '../context.ts';

/** What the colours mean. */
export interface Palette {
  readonly heading: ChalkInstance;
  readonly faint: ChalkInstance;
  readonly state: Readonly<Record<ContainerState, ChalkInstance>>;
}

/** Colours for `context.stdout`: none where it is no terminal or NO_COLOR is set (https://no-color.org). */
export function paletteFor({ stdout, environment }: Pick<CliContext, 'stdout' | 'environment'>): Palette {
  const colourful = stdout.isTTY === true && !environment.NO_COLOR;
  const chalk = new Chalk({ level: colourful && supportsColor ? supportsColor.level : 0 });
  return {
    heading: chalk.bold,
    faint: chalk.dim,
    state: { created: chalk.cyan, running: chalk.green, exited: chalk.dim, unknown: chalk.yellow },
  };
}
