import { createInterface } from 'node:readline';
import { type Invocation, requireThat } from '../invocation.ts';

/** Asks on the terminal before something is lost; away from one, `--force` has to say that it is meant. */
export async function confirm(call: Invocation, question: string, { force }: { force: boolean }): Promise<boolean> {
  if (force) return true;
  const { stdin, stderr } = call.context;
  requireThat(stdin.isTTY === true, 'there is no terminal to ask on whether this is meant', 'Say so with --force.');
  stderr.write(`${question} [y/N] `);
  // The terminal edits the line itself, and Ctrl-C stays a signal.
  const lines = createInterface({ input: stdin, terminal: false });
  const answer = await new Promise<string>((resolve) => {
    lines.once('line', resolve).once('close', () => resolve(''));
  });
  lines.close();
  return /^y(?:es)?$/i.test(answer.trim());
}
