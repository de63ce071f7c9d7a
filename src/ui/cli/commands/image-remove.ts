import { Command } from 'commander';
import { examples, type Invoke, imageDescription } from '../invoke.ts';
import { forEachRef } from './for-each-ref.ts';

export function imageRemoveCommand(invoke: Invoke): Command {
  return new Command('remove')
    .alias('rm')
    .description('Remove images, and what no other image or container needs of them')
    .argument('<image...>', imageDescription)
    .addHelpText('after', examples(['conmanctl image remove alpine:3.20', 'conmanctl image rm 4f5e3a21']))
    .action(
      invoke(async (call, images: readonly string[]) => {
        const engine = await call.engine();
        return await forEachRef(call, images, (image) => engine.removeImage(image));
      }),
    );
}
