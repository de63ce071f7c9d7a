import { Command } from 'commander';
import { examples, type Invoke, imageDescription } from '../invoke.ts';
import { escapeInvisible } from './container-inspect.ts';

export function imageInspectCommand(invoke: Invoke): Command {
  return new Command('inspect')
    .description('Show everything known about images, as indented JSON')
    .argument('<image...>', imageDescription)
    .addHelpText(
      'after',
      examples(['conmanctl image inspect alpine', 'conmanctl image inspect alpine | jq .config.env']),
    )
    .action(
      invoke(async (call, images: readonly string[]) => {
        const engine = await call.engine();
        for (const image of images) {
          const inspection = await engine.inspectImage(image);
          await call.print(escapeInvisible(JSON.stringify(inspection, undefined, 2)));
        }
      }),
    );
}
