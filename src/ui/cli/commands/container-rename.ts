import { Command } from 'commander';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { emptyJson } from '../present/contract-json.ts';

export function containerRenameCommand(invoke: Invoke): Command {
  return new Command('rename')
    .description('Give a container another name')
    .argument('<ref>', refDescription)
    .argument('<name>', 'the new name')
    .addHelpText('after', examples(['conmanctl container rename web web-old']))
    .action(
      invoke(async (call, ref: string, name: string) => {
        await (await call.engine()).renameContainer(ref, name);
        await (call.wantsJson ? call.json(emptyJson) : call.print(name));
      }),
    );
}
