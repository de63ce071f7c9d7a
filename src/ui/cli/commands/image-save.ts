import { resolve } from 'node:path';
import { Command } from 'commander';
import { archiveTo } from '../archive-files.ts';
import { cancellable } from '../cancellable.ts';
import { examples, type Invoke, imageDescription } from '../invoke.ts';

interface SaveFlags {
  readonly file?: string;
  readonly layout?: string;
}

export function imageSaveCommand(invoke: Invoke): Command {
  return new Command('save')
    .description('Write images to an archive, which is an OCI layout and what docker loads, both')
    .argument('<image...>', imageDescription)
    .option('-o, --file <file>', 'where to (default: stdout)')
    .option('--layout <directory>', 'an existing directory to lay it out in instead')
    .addHelpText(
      'after',
      examples([
        'conmanctl image save -o alpine.tar alpine',
        'conmanctl image save alpine busybox | ssh other conmanctl image load',
        'conmanctl image save --layout ./oci alpine',
      ]),
    )
    .action(
      invoke(async (call, images: readonly string[], { file, layout }: SaveFlags) => {
        const engine = await call.engine();
        await cancellable(call.context, 'saving was cancelled', async (abort) => {
          const archive = engine.saveImages(images, abort);
          if (layout === undefined) return await archiveTo(call, file, archive);
          const directory = resolve(call.context.workingDirectory, layout);
          await (await call.context.localFiles()).unpack(directory, archive, { keepOwner: false }, abort);
        });
      }),
    );
}
