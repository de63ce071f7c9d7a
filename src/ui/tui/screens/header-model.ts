import { displayText } from '../present/display-text.ts';
import type { AppState } from '../state/app-state.ts';
import { containerCounts } from '../state/selectors.ts';
import type { Token } from '../theme/theme.ts';

export interface HeaderModel {
  readonly host: string;
  readonly version: string;
  readonly counts: string;
  readonly connection: { readonly text: string; readonly token: Token };
}

export function headerModel(state: AppState): HeaderModel {
  const { total, running } = containerCounts(state);
  return {
    host: displayText(state.host),
    version: state.clientVersion,
    counts: state.containers === undefined ? '' : `${running} of ${total} running`,
    connection: connectionText(state),
  };
}

function connectionText({ connection }: AppState): HeaderModel['connection'] {
  switch (connection.kind) {
    case 'connecting':
      return { text: connection.starting ? '◌ starting conmand' : '◌ connecting', token: 'pending' };
    case 'connected':
      return connection.notice === undefined
        ? { text: `● ${connection.version.runtimeName} ${connection.version.runtimeVersion}`, token: 'good' }
        : { text: `● conmand ${connection.version.version}`, token: 'warning' };
    case 'lost':
      return { text: '○ conmand is gone, reconnecting', token: 'error' };
  }
}
