import type { ContainerSummary } from '../../../core/api/index.ts';
import { exitText } from '../../words/exit-text.ts';

/** True where conmand cannot read what it wrote down about the container: even when it was created is unknown then. */
export function isBroken({ state, createdAt }: Pick<ContainerSummary, 'state' | 'createdAt'>): boolean {
  return state === 'unknown' && createdAt === 0n;
}

/** What the container does, with how it ended: `running`, `created`, `exited 137 KILL`, `unknown`, `broken`. */
export function stateText(container: Pick<ContainerSummary, 'state' | 'exit' | 'createdAt'>): string {
  if (isBroken(container)) return 'broken';
  return container.state === 'exited' ? exitText(container.exit) : container.state;
}
