import type { ConmanError } from '../../../core/errors/index.ts';
import type { Operation, OperationResult } from '../operations/operation.ts';
import { isHarmless, isReading, operationText, progressText } from '../operations/operation-table.ts';
import { viewNamed } from '../views/registry.ts';
import type { AppState } from './app-state.ts';
import { newBatch, takeBatchOutcome } from './batches.ts';
import { logCommand, logOutcome } from './commands.ts';
import { withImages } from './create-form.ts';
import { flash, flashError } from './flash.ts';
import { withoutMarks } from './marks.ts';
import type { Message } from './message.ts';
import { askPrune } from './prune-question.ts';
import { beginWatching } from './pulls.ts';
import { endPush, showPush } from './pushes.ts';
import { refresh } from './selection.ts';
import { takenNames } from './selectors.ts';
import { andThen, type Transition, to } from './transition.ts';
import { fetchView, showView } from './views.ts';

/** Asks the engine, and remembers that it was asked. */
export function begin(state: AppState, operation: Operation, batchId?: number): Transition {
  if (state.isReadOnly && !isHarmless(operation)) {
    return flash(state, 'warning', 'read-only mode: R allows changes again');
  }
  const id = state.nextId;
  const operations = new Map(state.operations).set(id, { operation, slowSinceMs: undefined, batchId });
  const next = logCommand({ ...state, nextId: id + 1, operations }, id, operation, targetName(state, operation) ?? '');
  return to(next, { kind: 'operation', id, operation });
}

/** Sends an image to the registry that `target` names. */
export function beginPush(state: AppState, image: string, target: string): Transition {
  const operationId = state.nextId;
  const begun = begin(state, { kind: 'push-image', itemId: image, name: image, target });
  const hasBegun = begun.state.operations.has(operationId);
  return hasBegun ? { ...begun, state: showPush(begun.state, operationId, image, target) } : begun;
}

/** Several of one kind: each has its own result, and what is marked has served its purpose. */
export function beginAll(state: AppState, operations: readonly Operation[]): Transition {
  const [only, second] = operations;
  if (!only) return to(state);
  if (!second || state.isReadOnly) return begin(withoutMarks(state), only);
  const batchId = state.nextId;
  let next: Transition = to(withoutMarks({ ...state, nextId: batchId + 1 }));
  const items = operations.map((operation) => {
    const operationId = next.state.nextId;
    next = andThen(next, (before) => begin(before, operation, batchId));
    return { operationId, name: targetName(state, operation) ?? '', outcome: undefined };
  });
  const batch = newBatch(operations, items, viewNamed(state.viewId).noun[1]);
  return { ...next, state: { ...next.state, batches: new Map(next.state.batches).set(batchId, batch) } };
}

type OperationMessage = Extract<Message, { readonly kind: `operation-${string}` }>;

export function takeOperationMessage(state: AppState, message: OperationMessage): Transition {
  const running = state.operations.get(message.id);
  if (!running) return to(state);
  const operations = new Map(state.operations);
  if (message.kind === 'operation-slow') {
    operations.set(message.id, { ...running, slowSinceMs: message.nowMs });
    return to({ ...state, operations, nowMs: message.nowMs });
  }
  if (message.kind === 'operation-progress') {
    operations.set(message.id, { ...running, progress: message.text });
    return to({ ...state, operations });
  }
  operations.delete(message.id);
  const { operation, batchId } = running;
  const outcome = message.kind === 'operation-done' ? '' : message.error.message;
  const next = logOutcome({ ...state, operations }, message.id, outcome);
  const told = tell(next, operation, message, batchId);
  // A view whose items were changed is not told so by events.
  const { viewId } = state;
  const isLast =
    batchId === undefined || told.state.batches.get(batchId)?.items.every((item) => item.outcome !== undefined);
  return isReading(operation) || isLast === false ? told : andThen(told, (after) => fetchView(after, viewId));
}

function tell(
  state: AppState,
  operation: Operation,
  message: Exclude<OperationMessage, { readonly kind: 'operation-slow' | 'operation-progress' }>,
  batchId: number | undefined,
): Transition {
  const outcome = message.kind === 'operation-done' ? '' : message.error.message;
  if (operation.kind === 'push-image') {
    const isCancelled = message.kind === 'operation-failed' && message.error.code === 'cancelled';
    return endPush(state, message.id, outcome, isCancelled);
  }
  if (batchId !== undefined) return takeBatchOutcome(state, batchId, message.id, outcome);
  return message.kind === 'operation-done'
    ? finish(state, operation, message.result)
    : fail(state, operation, message.error);
}

function finish(state: AppState, operation: Operation, result: OperationResult): Transition {
  const { dialog } = state;
  if (result.kind === 'images') {
    if (dialog?.kind !== 'create') return to(state);
    const form = withImages(dialog.form, result.images, takenNames(state));
    return to({ ...state, dialog: { kind: 'create', form } });
  }
  if (result.kind === 'created' && operation.kind === 'create') {
    // A form that was closed meanwhile has nothing to close; another one that was opened is left alone.
    const done = dialog?.kind === 'create' && dialog.form.submitting;
    const next = { ...state, dialog: done ? undefined : dialog, awaitedId: result.containerId };
    return done ? andThen(showView(next, 'containers'), refresh) : refresh(next);
  }
  if (result.kind === 'pull') return beginWatching(state, result.pull);
  if (result.kind === 'prune') return askPrune(state, result);
  if (result.kind === 'told') {
    // What was copied into the directory on the screen is to be seen in it.
    const told = flash(state, 'info', result.text);
    return operation.kind === 'copy-in' ? andThen(told, (next) => to(next, { kind: 'files', change: 'again' })) : told;
  }
  if (operation.kind === 'kill') {
    return flash(state, 'info', `sent ${operation.signal} to ${targetName(state, operation)}`);
  }
  return to(state);
}

function fail(state: AppState, operation: Operation, error: ConmanError): Transition {
  const { dialog } = state;
  if (dialog?.kind === 'create' && operation.kind === 'create' && dialog.form.submitting) {
    const problem = { field: undefined, text: error.message, hint: error.hint };
    return to({ ...state, dialog: { kind: 'create', form: { ...dialog.form, submitting: false, problem } } });
  }
  if (dialog?.kind === 'create' && operation.kind === 'list-images') {
    const problem = { field: undefined, text: `no list of images: ${error.message}`, hint: 'a directory can be named' };
    return to({ ...state, dialog: { kind: 'create', form: { ...dialog.form, images: [], problem } } });
  }
  if (error.code === 'cancelled') {
    return flash(state, 'info', `cancelled: ${progressText(operation, targetName(state, operation))}`);
  }
  return flashError(state, error, `cannot ${operationText(operation, targetName(state, operation))}`);
}

/** The name of what the operation is about, if it is about something that has one. */
export function targetName(state: AppState, operation: Operation): string | undefined {
  if (operation.kind === 'create') return operation.options.name;
  if ('containerId' in operation) {
    return state.containers?.get(operation.containerId)?.name ?? operation.containerId.slice(0, 12);
  }
  return 'name' in operation ? operation.name : undefined;
}
