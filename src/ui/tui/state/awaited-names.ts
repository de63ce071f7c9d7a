import type { AppState } from './app-state.ts';
import type { Message, TypedInput } from './message.ts';

export interface AwaitedNames {
  readonly directory: string;
  readonly stem: string;
  /** What was typed since. */
  readonly held: readonly TypedInput[];
}

/** The state that holds this input back; undefined where it counts at once. Esc and Ctrl-c wait for nothing. */
export function holdInput(state: AppState, input: TypedInput): AppState | undefined {
  const { awaitedNames, dialog } = state;
  const isWayOut = input.kind === 'key' && ['escape', 'ctrl-c'].includes(input.chord);
  if (!awaitedNames || !dialog || isWayOut) return undefined;
  return { ...state, awaitedNames: { ...awaitedNames, held: [...awaitedNames.held, input] } };
}

/** What was held for this answer. */
export function heldFor(
  { awaitedNames }: AppState,
  answer: Extract<Message, { readonly kind: 'names-found' | 'names-failed' }>,
): readonly TypedInput[] | undefined {
  const isAwaited = awaitedNames?.directory === answer.directory && awaitedNames.stem === answer.stem;
  return isAwaited ? awaitedNames.held : undefined;
}
