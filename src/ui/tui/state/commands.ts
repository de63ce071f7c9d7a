import type { Operation } from '../operations/operation.ts';
import { commandLine, isReading } from '../operations/operation-table.ts';
import type { AppState } from './app-state.ts';

/** Something that was done, as a line for a shell that does the same. */
export interface CommandEntry {
  readonly operationId: number;
  /** Unix time in ms. */
  readonly atMs: number;
  readonly line: string;
  /** Undefined while it goes on; empty when it worked, else why it did not. */
  readonly outcome: string | undefined;
}

const mostCommands = 500;

/** Writes down what is about to be done, if it can be said as a command. */
export function logCommand(state: AppState, operationId: number, operation: Operation, name: string): AppState {
  const line = isReading(operation) ? undefined : commandLine(operation, name, state.socketPath);
  if (line === undefined) return state;
  const entry: CommandEntry = { operationId, atMs: state.nowMs, line, outcome: undefined };
  return { ...state, commands: [...state.commands.slice(1 - mostCommands), entry] };
}

export function logOutcome(state: AppState, operationId: number, outcome: string): AppState {
  if (!state.commands.some((entry) => entry.operationId === operationId)) return state;
  const commands = state.commands.map((entry) => (entry.operationId === operationId ? { ...entry, outcome } : entry));
  return { ...state, commands };
}
