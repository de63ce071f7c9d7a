import { Command } from 'commander';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { forEachRef } from './for-each-ref.ts';

export function containerResumeCommand(invoke: Invoke): Command {
  return new Command('resume')
    .alias('unpause')
    .description('Let paused containers go on')
    .argument('<ref...>', refDescription)
    .addHelpText('after', examples(['conmanctl container resume web']))
    .action(
      invoke(async (call, refs: readonly string[]) => {
        const engine = await call.engine();
        return await forEachRef(call, refs, (ref) => engine.resumeContainer(ref));
      }),
    );
}
