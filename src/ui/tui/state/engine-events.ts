import type { ContainerSummary, EngineEvent, ExecSession } from '../../../core/api/index.ts';
import { type EventEntry, eventEntry } from '../views/events/event-entry.ts';
import type { AppState } from './app-state.ts';
import { recoverPanes } from './panes.ts';
import { refresh } from './selection.ts';
import { andThen, type Transition } from './transition.ts';
import { outdatedBy, refetch } from './views.ts';

const mostEvents = 1_000;

interface Facts {
  readonly containers: Map<string, ContainerSummary>;
  readonly execs: Map<string, ExecSession>;
  readonly entries: EventEntry[];
}

/** What the engine says has happened, taken into the state: many events at the price of one. */
export function takeEvents(state: AppState, events: readonly EngineEvent[]): Transition {
  const isFirst = state.containers === undefined;
  const facts: Facts = { containers: new Map(state.containers), execs: new Map(state.execs), entries: [] };
  let nextId = state.nextId;
  for (const event of events) {
    takeEvent(facts, event);
    const entry = eventEntry(event, nextId, facts.containers);
    if (!entry) continue;
    nextId++;
    facts.entries.unshift(entry);
  }
  const { containers, execs, entries } = facts;
  const hasSnapshot = events.some(({ kind }) => kind === 'snapshot');
  const next: AppState = {
    ...state,
    nextId,
    isRemembered: state.isRemembered && !hasSnapshot,
    containers: isFirst && !hasSnapshot ? undefined : containers,
    execs,
    events: entries.length === 0 ? state.events : [...entries, ...state.events].slice(0, mostEvents),
  };
  const told = andThen(refresh(next), (after) =>
    refetch(after, (view) => events.some((event) => outdatedBy(event)(view))),
  );
  return hasSnapshot ? andThen(told, recoverPanes) : told;
}

function takeEvent({ containers, execs }: Facts, event: EngineEvent): void {
  switch (event.kind) {
    case 'snapshot':
      containers.clear();
      execs.clear();
      for (const container of event.containers) containers.set(container.id, container);
      for (const exec of event.execs) execs.set(exec.id, exec);
      break;
    case 'container':
      if (event.type === 'removed') containers.delete(event.container.id);
      else containers.set(event.container.id, event.container);
      break;
    case 'exec':
      if (event.type === 'removed') execs.delete(event.exec.id);
      else execs.set(event.exec.id, event.exec);
  }
}
