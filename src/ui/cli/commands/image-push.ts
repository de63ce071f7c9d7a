import { Command } from 'commander';
import { ConmanError } from '../../../core/errors/index.ts';
import { cancellable } from '../cancellable.ts';
import { examples, type Invoke, imageDescription } from '../invoke.ts';
import { PushView } from '../present/push-text.ts';
import { progressLines } from '../progress-lines.ts';

export function imagePushCommand(invoke: Invoke): Command {
  return new Command('push')
    .description('Send an image to its registry; what is there already is not sent')
    .argument('<image>', imageDescription)
    .argument('[name]', 'where to and under which name (default: its own)')
    .option('-q, --quiet', 'say nothing on the way')
    .addHelpText(
      'after',
      examples(['conmanctl image push 127.0.0.1:5000/app:1', 'conmanctl image push alpine ghcr.io/owner/alpine:mine']),
    )
    .action(
      invoke(async (call, image: string, name: string | undefined, { quiet }: { readonly quiet?: boolean }) => {
        const engine = await call.engine();
        const show = quiet ? async () => undefined : progressLines(call, new PushView());
        const done = await cancellable(call.context, 'the push was cancelled', async (abort) => {
          for await (const progress of engine.pushImage(image, name, abort)) {
            await show(progress);
            if (progress.kind === 'done') return progress;
          }
          throw new ConmanError('data-loss', 'the daemon ended the push without a result');
        });
        const { name: pushed, digest } = done;
        await (call.wantsJson ? call.json({ name: pushed, digest }) : call.print(`${pushed} is there: ${digest}`));
      }),
    );
}
