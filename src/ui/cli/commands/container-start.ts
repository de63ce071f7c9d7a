import { Command } from 'commander';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { forEachRef } from './for-each-ref.ts';

export function containerStartCommand(invoke: Invoke): Command {
  return new Command('start')
    .description('Start containers that were created, or have ended: their files and logs go on')
    .argument('<ref...>', refDescription)
    .addHelpText('after', examples(['conmanctl container start web', 'conmanctl container start web db 78f5']))
    .action(
      invoke(async (call, refs: readonly string[]) => {
        const engine = await call.engine();
        return await forEachRef(call, refs, (ref) => engine.startContainer(ref));
      }),
    );
}
