import type { ContainerSummary } from '../../../core/api/index.ts';
import { exitText } from './exit-text.ts';

/** What the container does, with how it ended: `running`, `created`, `exited 137 KILL`, `unknown`. */
export function stateText(container: Pick<ContainerSummary, 'state' | 'exit'>): string {
  return container.state === 'exited' ? exitText(container.exit) : container.state;
}
