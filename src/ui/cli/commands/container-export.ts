import { Command } from 'commander';
import { archiveTo } from '../archive-files.ts';
import { cancellable } from '../cancellable.ts';
import { examples, type Invoke, refDescription } from '../invoke.ts';

export function containerExportCommand(invoke: Invoke): Command {
  return new Command('export')
    .description("Write a container's root file system to a plain tar archive")
    .argument('<ref>', refDescription)
    .option('-o, --file <file>', 'where to (default: stdout)')
    .addHelpText('after', examples(['conmanctl container export web | tar t', 'conmanctl export -o web.tar web']))
    .action(
      invoke(async (call, ref: string, { file }: { readonly file?: string }) => {
        const engine = await call.engine();
        await cancellable(call.context, 'the export was cancelled', async (abort) =>
          archiveTo(call, file, engine.exportContainer(ref, abort)),
        );
      }),
    );
}
