import { Command } from 'commander';
import { archiveFrom } from '../archive-files.ts';
import { cancellable } from '../cancellable.ts';
import { examples, type Invoke } from '../invoke.ts';
import { imagesJson } from '../present/contract-json.ts';

export function imageLoadCommand(invoke: Invoke): Command {
  return new Command('load')
    .description('Take images in from an archive of conmanctl image save, docker save or skopeo, or an OCI layout')
    .argument('[file]', 'an archive, compressed or not, or a directory (default: stdin)')
    .option('--name <name>', 'what to call an image, also one that has no name in the archive')
    .addHelpText(
      'after',
      examples([
        'conmanctl image load alpine.tar',
        'docker save alpine | conmanctl image load',
        'conmanctl image load ./oci',
      ]),
    )
    .action(
      invoke(async (call, file: string | undefined, { name }: { readonly name?: string }) => {
        const engine = await call.engine();
        const images = await cancellable(call.context, 'loading was cancelled', async (abort) =>
          engine.loadImages(await archiveFrom(call, file, abort), name, abort),
        );
        if (call.wantsJson) return await call.json(imagesJson(images));
        for (const image of images) await call.print(image.name);
      }),
    );
}
