import type { EngineEvent } from '../../../core/api/index.ts';
import type { AppState } from './app-state.ts';
import { recoverPanes } from './panes.ts';
import { refresh } from './selection.ts';
import { andThen, type Transition, to } from './transition.ts';

function without<Value>(map: ReadonlyMap<string, Value> | undefined, id: string): ReadonlyMap<string, Value> {
  const next = new Map(map);
  next.delete(id);
  return next;
}

/** What the engine says has happened, taken into the state. */
export function takeEvent(state: AppState, event: EngineEvent): Transition {
  switch (event.kind) {
    case 'snapshot': {
      const containers = new Map(event.containers.map((container) => [container.id, container]));
      const execs = new Map(event.execs.map((exec) => [exec.id, exec]));
      return andThen(refresh({ ...state, containers, execs }), recoverPanes);
    }
    case 'container': {
      const { container, type } = event;
      if (type === 'removed') return refresh({ ...state, containers: without(state.containers, container.id) });
      return refresh({ ...state, containers: new Map(state.containers).set(container.id, container) });
    }
    case 'exec': {
      const { exec, type } = event;
      if (type === 'removed') return to({ ...state, execs: without(state.execs, exec.id) });
      return to({ ...state, execs: new Map(state.execs).set(exec.id, exec) });
    }
    case 'network':
      return to(state);
  }
}
