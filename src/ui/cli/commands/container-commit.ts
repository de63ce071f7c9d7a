import { Command } from 'commander';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { imageJson } from '../present/contract-json.ts';
import { addChangeOptions, type ChangeFlags, imageChanges } from '../settings/image-change.ts';

export function containerCommitCommand(invoke: Invoke): Command {
  const command = new Command('commit')
    .description('Make an image of a container as it is now; it is paused meanwhile')
    .argument('<ref>', refDescription)
    .argument('<name>', 'NAME[:TAG] of the image');
  return addChangeOptions(command)
    .addHelpText(
      'after',
      examples([
        'conmanctl container commit web site:2',
        `conmanctl commit -c 'CMD ["httpd", "-f"]' -c 'ENV MODE=live' -m 'new pages' web site:3`,
      ]),
    )
    .action(
      invoke(async (call, ref: string, name: string, flags: ChangeFlags) => {
        const image = await (await call.engine()).commitContainer(ref, name, imageChanges(flags));
        await (call.wantsJson ? call.json({ image: imageJson(image) }) : call.print(image.name));
      }),
    );
}
