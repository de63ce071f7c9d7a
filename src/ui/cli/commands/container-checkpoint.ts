import { resolve } from 'node:path';
import { Command } from 'commander';
import { examples, type Invoke, refDescription } from '../invoke.ts';

export function containerCheckpointCommand(invoke: Invoke): Command {
  return new Command('checkpoint')
    .description('Write the memory and state of what runs in a container, by criu, to be looked at; it runs on')
    .argument('<ref>', refDescription)
    .argument('<directory>', 'a new directory on the machine of conmand, for the images of criu')
    .addHelpText('after', examples(['conmanctl container checkpoint web /root/web-today']))
    .action(
      invoke(async (call, ref: string, directory: string) => {
        const path = resolve(call.context.workingDirectory, directory);
        await (await call.engine()).checkpointContainer(ref, path);
        await (call.wantsJson ? call.json({ directory: path }) : call.print(path));
      }),
    );
}
