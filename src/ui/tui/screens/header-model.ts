import { displayText } from '../../words/display-text.ts';
import { progressText } from '../operations/operation-table.ts';
import type { AppState } from '../state/app-state.ts';
import { targetName } from '../state/operations.ts';
import { containerCounts } from '../state/selectors.ts';
import type { Token } from '../theme/theme.ts';
import { views } from '../views/registry.ts';
import { pullShare } from './pull-lines.ts';

export interface ViewName {
  readonly id: string;
  readonly title: string;
  readonly isInFront: boolean;
}

export interface HeaderModel {
  readonly host: string;
  readonly version: string;
  readonly counts: string;
  /** In the order of their keys 1, 2, ... */
  readonly views: readonly ViewName[];
  /** What takes its time. */
  readonly progress: string;
  readonly connection: { readonly text: string; readonly token: Token };
}

export function headerModel(state: AppState): HeaderModel {
  const { total, running } = containerCounts(state);
  return {
    host: displayText(state.socketPath === undefined ? state.host : `${state.host} ${state.socketPath}`),
    version: state.clientVersion,
    counts: state.containers === undefined || state.isRemembered ? '' : `${running} of ${total} running`,
    views: views.map(({ id, title }) => ({ id, title, isInFront: id === state.viewId })),
    progress: progress(state),
    connection: connectionText(state),
  };
}

/** `… pulling alpine:3 45 %`: pulls go on while other things are done. */
function pullProgress({ pulls }: AppState): string {
  const running = [...pulls.values()].filter(({ outcome, push }) => outcome === 'running' && !push);
  const [first] = running;
  if (!first) return '';
  const share = pullShare(first);
  const percent = share === undefined ? '' : ` ${Math.floor(share * 100)} %`;
  return `… pulling ${displayText(first.reference)}${percent}${running.length > 1 ? ` and ${running.length - 1} more` : ''}`;
}

/** `… stopping web 3 s`: what lasts longest, once it is worth a word. */
function progress(state: AppState): string {
  const slow = slowOperations(state).concat([...state.slowWork.values()]);
  const [longest] = slow;
  if (!longest) return pullProgress(state);
  const seconds = Math.floor((state.nowMs - longest.sinceMs) / 1000);
  const others = slow.length > 1 ? ` and ${slow.length - 1} more` : '';
  return `… ${displayText(longest.text)}${others}${seconds > 0 ? ` ${seconds} s` : ''}`;
}

function slowOperations(state: AppState): { readonly text: string; readonly sinceMs: number }[] {
  return [...state.operations.values()].flatMap(({ operation, slowSinceMs, progress: how }) => {
    if (slowSinceMs === undefined) return [];
    const text = progressText(operation, targetName(state, operation));
    return [{ text: how === undefined ? text : `${text}, ${how}`, sinceMs: slowSinceMs }];
  });
}

function connectionText({ connection, containers }: AppState): HeaderModel['connection'] {
  switch (connection.kind) {
    case 'connecting':
      return { text: connection.starting ? '◌ starting conmand' : '◌ connecting', token: 'pending' };
    case 'connected':
      return connection.notice === undefined
        ? { text: `● ${connection.version.runtimeName} ${connection.version.runtimeVersion}`, token: 'good' }
        : { text: `● conmand ${connection.version.version}`, token: 'warning' };
    case 'lost':
      return { text: containers ? '○ conmand is gone, reconnecting' : '○ not connected', token: 'error' };
  }
}
