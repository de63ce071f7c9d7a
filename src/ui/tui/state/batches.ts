import type { Operation } from '../operations/operation.ts';
import { operationText } from '../operations/operation-table.ts';
import type { AppState } from './app-state.ts';
import { flash } from './flash.ts';
import { type Transition, to } from './transition.ts';

/** One part of a bulk action. */
export interface BatchItem {
  readonly operationId: number;
  readonly name: string;
  /** Undefined while it goes on; empty when it worked, else why it did not. */
  readonly outcome: string | undefined;
}

export interface Batch {
  /** `stop 3 containers`. */
  readonly title: string;
  readonly items: readonly BatchItem[];
}

export function newBatch(operations: readonly Operation[], items: readonly BatchItem[], noun: string): Batch {
  const [first] = operations;
  return { title: first ? operationText(first, `${items.length} ${noun}`) : '', items };
}

/** The result of one part. When all have theirs, what went wrong is shown, or one line that says that nothing did. */
export function takeBatchOutcome(state: AppState, batchId: number, operationId: number, outcome: string): Transition {
  const batch = state.batches.get(batchId);
  if (!batch) return to(state);
  const items = batch.items.map((item) => (item.operationId === operationId ? { ...item, outcome } : item));
  const next = { ...state, batches: new Map(state.batches).set(batchId, { ...batch, items }) };
  if (items.some((item) => item.outcome === undefined)) return to(next);
  const shows = state.dialog?.kind === 'results' && state.dialog.batchId === batchId;
  if (shows) return to(next);
  if (items.every((item) => item.outcome === '')) {
    return flash(withoutBatch(next, batchId), 'info', `done: ${batch.title}`);
  }
  return to(state.dialog ? next : { ...next, dialog: { kind: 'results', batchId, top: 0 } });
}

export function withoutBatch(state: AppState, batchId: number): AppState {
  const batches = new Map(state.batches);
  batches.delete(batchId);
  return { ...state, batches };
}
