import { Command } from 'commander';
import { formatDescription } from '../format/format.ts';
import { inspectionPrinter } from '../format/inspection-printer.ts';
import { examples, type Invoke, imageDescription } from '../invoke.ts';

export function imageInspectCommand(invoke: Invoke): Command {
  return new Command('inspect')
    .description('Show everything known about images, as indented JSON')
    .argument('<image...>', imageDescription)
    .option('-f, --format <text>', `a line for each instead: ${formatDescription}`)
    .addHelpText(
      'after',
      examples(['conmanctl image inspect alpine', 'conmanctl image inspect alpine | jq .config.env']),
    )
    .action(
      invoke(async (call, images: readonly string[], { format }: { format?: string }) => {
        const print = inspectionPrinter(call, format);
        const engine = await call.engine();
        for (const image of images) await print(await engine.inspectImage(image));
      }),
    );
}
