import { Command } from 'commander';
import { archiveFrom } from '../archive-files.ts';
import { cancellable } from '../cancellable.ts';
import { examples, type Invoke } from '../invoke.ts';
import { imageJson } from '../present/contract-json.ts';
import { addChangeOptions, type ChangeFlags, imageChanges } from '../settings/image-change.ts';

export function imageImportCommand(invoke: Invoke): Command {
  const command = new Command('import')
    .description('Make an image of a root file system in a tar archive or a directory')
    .argument('<file>', 'an archive, compressed or not, a directory, or - for stdin')
    .argument('<name>', 'NAME[:TAG] of the image');
  return addChangeOptions(command)
    .addHelpText(
      'after',
      examples([
        'conmanctl image import rootfs.tar.gz debian:mine',
        `conmanctl container export web | conmanctl image import -c 'CMD ["httpd", "-f"]' - site:1`,
      ]),
    )
    .action(
      invoke(async (call, file: string, name: string, flags: ChangeFlags) => {
        const engine = await call.engine();
        const changes = imageChanges(flags);
        const image = await cancellable(call.context, 'the import was cancelled', async (abort) =>
          engine.importImage(await archiveFrom(call, file, abort), name, changes, abort),
        );
        await (call.wantsJson ? call.json({ image: imageJson(image) }) : call.print(image.name));
      }),
    );
}
