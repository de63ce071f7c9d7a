import type { ContainerEngine } from '../../../core/api/index.ts';
import { conmanctlLine } from '../present/conmanctl-line.ts';
import { containerOperationRows } from './container-operations.ts';
import { fileOperationRows } from './file-operations.ts';
import { imageOperationRows } from './image-operations.ts';
import { networkOperationRows } from './network-operations.ts';
import type { Operation, OperationResult, OperationRow, OperationTools } from './operation.ts';
import { systemOperationRows } from './system-operations.ts';
import { volumeOperationRows } from './volume-operations.ts';

const table = {
  ...containerOperationRows,
  ...fileOperationRows,
  ...imageOperationRows,
  ...networkOperationRows,
  ...systemOperationRows,
  ...volumeOperationRows,
};

function rowOf(operation: Operation): OperationRow<Operation> {
  return table[operation.kind] as OperationRow<Operation>;
}

/** Does what the operation asks. Rejects with the engine's ConmanError. */
export async function carryOut(
  engine: ContainerEngine,
  operation: Operation,
  tools: OperationTools,
): Promise<OperationResult> {
  return await rowOf(operation).run(engine, operation, tools);
}

export function isReading(operation: Operation): boolean {
  return rowOf(operation).isReading === true;
}

/** Whether read-only mode lets it pass. */
export function isHarmless(operation: Operation): boolean {
  return rowOf(operation).isHarmless === true || isReading(operation);
}

export function isCancellable(operation: Operation): boolean {
  return rowOf(operation).isCancellable === true;
}

/** `stop web`: what could not be done. `name` is the target's. */
export function operationText(operation: Operation, name: string | undefined): string {
  return withName(rowOf(operation).plain, name);
}

/** `stopping web`: what is going on. */
export function progressText(operation: Operation, name: string | undefined): string {
  return withName(rowOf(operation).going, name);
}

/** `stopping`, for a column that has the name already. */
export function goingVerb(operation: Operation): string {
  return rowOf(operation).going;
}

/** The line for a shell that does the same, with the conmand on `socketPath` if it is not the usual one. */
export function commandLine(operation: Operation, name: string, socketPath: string | undefined): string | undefined {
  const words = rowOf(operation).command?.(operation, name);
  return words && conmanctlLine(words, socketPath);
}

function withName(verb: string, name: string | undefined): string {
  return name === undefined ? verb : `${verb} ${name}`;
}
