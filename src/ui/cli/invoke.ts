import type { Command } from 'commander';
import type { Invocation } from './invocation.ts';

/** Carries out one command. The number is the exit status, 0 when there is none. */
// biome-ignore lint/suspicious/noExplicitAny: each command knows the types of its own arguments, commander does not.
export type Handler = (call: Invocation, ...parameters: any[]) => Promise<number> | Promise<void>;

/** Makes commander's action of a handler: it gets the command's arguments, then its options. */
export type Invoke = (handler: Handler) => (this: Command, ...parameters: unknown[]) => Promise<void>;

/** Adds examples to a command's help. */
export function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}\n`;
}

export const refDescription = 'name, id or unique beginning of an id';
export const imageDescription = 'name, or id or its beginning';
