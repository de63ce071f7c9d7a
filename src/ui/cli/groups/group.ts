import { Command } from 'commander';
import { examples } from '../invoke.ts';

/** A command that only has others below it. */
export function group(name: string, description: string, lines: readonly string[]): Command {
  return new Command(name).description(description).enablePositionalOptions().addHelpText('after', examples(lines));
}
