import { Command } from 'commander';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { forEachRef } from './for-each-ref.ts';

export function containerPauseCommand(invoke: Invoke): Command {
  return new Command('pause')
    .description('Hold all processes of containers still')
    .argument('<ref...>', refDescription)
    .addHelpText('after', examples(['conmanctl container pause web']))
    .action(
      invoke(async (call, refs: readonly string[]) => {
        const engine = await call.engine();
        return await forEachRef(call, refs, (ref) => engine.pauseContainer(ref));
      }),
    );
}
