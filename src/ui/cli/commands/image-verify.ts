import { Command } from 'commander';
import { ConmanError } from '../../../core/errors/index.ts';
import { examples, type Invoke, imageDescription } from '../invoke.ts';
import { forEachRef } from './for-each-ref.ts';

export function imageVerifyCommand(invoke: Invoke): Command {
  return new Command('verify')
    .description('Read all of images and compare them with their digests')
    .argument('<image...>', imageDescription)
    .addHelpText('after', examples(['conmanctl image verify alpine']))
    .action(
      invoke(async (call, images: readonly string[]) => {
        const engine = await call.engine();
        return await forEachRef(call, images, async (each) => {
          const { image, problems } = await engine.verifyImage(each);
          if (problems.length === 0) return { json: { image, whole: true }, line: `${image} is whole` };
          throw new ConmanError('data-loss', `the image ${image} is damaged: ${problems.join('; ')}`, {
            hint: `Remove it and fetch it again: conmanctl image rm ${image}; conmanctl image pull ${image}`,
          });
        });
      }),
    );
}
