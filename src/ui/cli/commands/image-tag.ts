import { Command } from 'commander';
import { examples, type Invoke, imageDescription } from '../invoke.ts';
import { emptyJson } from '../present/contract-json.ts';

export function imageTagCommand(invoke: Invoke): Command {
  return new Command('tag')
    .description('Give an image one more name')
    .argument('<image>', imageDescription)
    .argument('<name>', 'NAME[:TAG]; an image that had it loses it')
    .addHelpText('after', examples(['conmanctl image tag alpine 127.0.0.1:5000/alpine:mine']))
    .action(
      invoke(async (call, image: string, name: string) => {
        await (await call.engine()).tagImage(image, name);
        await (call.wantsJson ? call.json(emptyJson) : call.print(name));
      }),
    );
}
