import type { CliContext } from '../context.ts';
import { requireThat } from '../invocation.ts';

/** Typing into a terminal of the container takes one of ours: its end, and Ctrl-C, would never arrive there. */
export function requireTerminal({ stdin: input }: CliContext, { tty, stdin }: { tty: boolean; stdin: boolean }): void {
  requireThat(
    !tty || !stdin || input.isTTY === true,
    'our input is not a terminal, so -i and -t do not go together',
    'Leave -t away.',
  );
}
