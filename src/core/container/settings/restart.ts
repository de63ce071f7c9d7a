import type { RestartPolicy } from '../../api/settings.ts';
import { invalid } from './invalid.ts';

const restartKinds = ['on-failure', 'always', 'unless-stopped'];

/** Undefined: never. */
export function planRestart(restart: RestartPolicy | undefined, autoRemove: boolean): RestartPolicy | undefined {
  if (restart === undefined || restart.kind === 'no') return undefined;
  const { kind, maxRetries = 0 } = restart;
  if (!restartKinds.includes(kind)) {
    throw invalid(`there is no restart policy ${JSON.stringify(kind)}`, `There are no, ${restartKinds.join(', ')}.`);
  }
  if (autoRemove) throw invalid('a container cannot be both removed and started again when it has ended');
  if (!Number.isSafeInteger(maxRetries) || maxRetries < 0 || (maxRetries > 0 && kind !== 'on-failure')) {
    throw invalid(`the restart policy ${kind} cannot have a limit of ${maxRetries}`, 'Only on-failure:N has one.');
  }
  return { kind, maxRetries };
}
