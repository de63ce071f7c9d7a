import { Command } from 'commander';
import { formatDescription } from '../format/format.ts';
import { inspectionPrinter } from '../format/inspection-printer.ts';
import { examples, type Invoke } from '../invoke.ts';

export const networkDescription = 'name of a network';

export function networkInspectCommand(invoke: Invoke): Command {
  return new Command('inspect')
    .description('Show everything known about networks, with who is on them, as indented JSON')
    .argument('<network...>', networkDescription)
    .option('-f, --format <text>', `a line for each instead: ${formatDescription}`)
    .addHelpText('after', examples(['conmanctl network inspect conman | jq .containers']))
    .action(
      invoke(async (call, names: readonly string[], { format }: { format?: string }) => {
        const print = inspectionPrinter(call, format);
        const engine = await call.engine();
        for (const name of names) await print(await engine.inspectNetwork(name));
      }),
    );
}
