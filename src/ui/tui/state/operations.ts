import type { ConmanError } from '../../../core/errors/index.ts';
import { operationText } from '../present/operation-text.ts';
import type { AppState } from './app-state.ts';
import { withImages } from './create-form.ts';
import type { Operation } from './effect.ts';
import { flash, flashError } from './flash.ts';
import type { Message, OperationResult } from './message.ts';
import { refresh } from './selection.ts';
import { takenNames } from './selectors.ts';
import { type Transition, to } from './transition.ts';

/** Asks the engine, and remembers that it was asked. */
export function begin(state: AppState, operation: Operation): Transition {
  const id = state.nextId;
  const operations = new Map(state.operations).set(id, { operation, slowSinceMs: undefined });
  return to({ ...state, nextId: id + 1, operations }, { kind: 'operation', id, operation });
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
  operations.delete(message.id);
  const next = { ...state, operations };
  return message.kind === 'operation-done'
    ? finish(next, running.operation, message.result)
    : fail(next, running.operation, message.error);
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
    return refresh({ ...state, dialog: done ? undefined : dialog, awaitedId: result.containerId });
  }
  if (operation.kind === 'kill') {
    return flash(state, 'info', `sent ${operation.signal} to ${containerName(state, operation.containerId)}`);
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
  return flashError(state, error, `cannot ${operationText(operation, operationName(state, operation))}`);
}

function containerName(state: AppState, containerId: string): string {
  return state.containers?.get(containerId)?.name ?? containerId.slice(0, 12);
}

/** The name of the container that the operation is about, if it is about one. */
export function operationName(state: AppState, operation: Operation): string | undefined {
  if (operation.kind === 'create') return operation.options.name;
  return 'containerId' in operation ? containerName(state, operation.containerId) : undefined;
}
