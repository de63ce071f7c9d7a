import { Command } from 'commander';
import { archiveTo } from '../archive-files.ts';
import { cancellable } from '../cancellable.ts';
import { examples, type Invoke, imageDescription } from '../invoke.ts';

export function imageExportCommand(invoke: Invoke): Command {
  return new Command('export')
    .description('Write the root file system of an image to a plain tar archive')
    .argument('<image>', imageDescription)
    .option('-o, --file <file>', 'where to (default: stdout)')
    .addHelpText(
      'after',
      examples(['conmanctl image export alpine | tar t', 'conmanctl image export -o alpine.tar alpine']),
    )
    .action(
      invoke(async (call, image: string, { file }: { readonly file?: string }) => {
        const engine = await call.engine();
        await cancellable(call.context, 'the export was cancelled', async (abort) =>
          archiveTo(call, file, engine.exportImage(image, abort)),
        );
      }),
    );
}
