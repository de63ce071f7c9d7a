import type { ContainerSummary, ExecSession } from '../../../core/api/index.ts';
import type { Operation } from '../operations/operation.ts';
import { isCancellable } from '../operations/operation-table.ts';
import type { AppState } from './app-state.ts';
import type { SessionPane } from './session-pane.ts';

export function selectedContainer(state: AppState): ContainerSummary | undefined {
  if (state.viewId !== 'containers' || state.selectedId === undefined) return undefined;
  return state.containers?.get(state.selectedId);
}

export function detailContainer(state: AppState): ContainerSummary | undefined {
  if (state.viewId !== 'containers' || state.detailId === undefined) return undefined;
  return state.containers?.get(state.detailId);
}

export function activePane(state: AppState): SessionPane | undefined {
  return state.panes.find((pane) => pane.id === state.activePaneId);
}

export function takenNames(state: AppState): ReadonlySet<string> {
  return new Set([...(state.containers?.values() ?? [])].map((container) => container.name));
}

/** Sessions that run in the container, the oldest first. */
export function livingSessions(state: AppState, containerId: string): readonly ExecSession[] {
  return [...state.execs.values()]
    .filter((exec) => exec.containerId === containerId && exec.exit === undefined && exec.tty)
    .sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
}

/** What is being done to an item of a list right now. */
export function pendingOperation(state: AppState, itemId: string): Operation | undefined {
  for (const { operation } of state.operations.values()) {
    if ('containerId' in operation && operation.containerId === itemId) return operation;
    if ('itemId' in operation && operation.itemId === itemId) return operation;
  }
  return undefined;
}

/** The newest operation under way that can be cancelled. */
export function cancellableOperation({ operations }: AppState): number | undefined {
  return [...operations].findLast(([, { operation }]) => isCancellable(operation))?.[0];
}

/** How many containers there are, and how many of them run. */
export function containerCounts(state: AppState): { readonly total: number; readonly running: number } {
  const containers = [...(state.containers?.values() ?? [])];
  return { total: containers.length, running: containers.filter((container) => container.state === 'running').length };
}
