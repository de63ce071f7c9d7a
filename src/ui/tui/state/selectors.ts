import type { ContainerSummary, ExecSession } from '../../../core/api/index.ts';
import type { AppState } from './app-state.ts';
import type { Operation } from './effect.ts';
import type { SessionPane } from './session-pane.ts';

export function selectedContainer(state: AppState): ContainerSummary | undefined {
  return state.selectedId === undefined ? undefined : state.containers?.get(state.selectedId);
}

export function detailContainer(state: AppState): ContainerSummary | undefined {
  return state.detailId === undefined ? undefined : state.containers?.get(state.detailId);
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

/** What is being done to the container right now. */
export function pendingOperation(state: AppState, containerId: string): Operation | undefined {
  for (const { operation } of state.operations.values()) {
    if ('containerId' in operation && operation.containerId === containerId) return operation;
  }
  return undefined;
}

/** How many containers there are, and how many of them run. */
export function containerCounts(state: AppState): { readonly total: number; readonly running: number } {
  const containers = [...(state.containers?.values() ?? [])];
  return { total: containers.length, running: containers.filter((container) => container.state === 'running').length };
}
