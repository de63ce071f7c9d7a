import { Command } from 'commander';
import { formatDescription, parseFormat } from '../format/format.ts';
import { examples, type Invoke, imageDescription } from '../invoke.ts';
import { indentedJson } from './container-inspect.ts';

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
        const terminal = call.context.stdout.isTTY === true;
        const print = format === undefined ? indentedJson : parseFormat(format, { terminal });
        const engine = await call.engine();
        for (const image of images) {
          await call.print(print(await engine.inspectImage(image)));
        }
      }),
    );
}
