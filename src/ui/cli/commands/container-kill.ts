import { Command } from 'commander';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { forEachRef } from './for-each-ref.ts';

export function containerKillCommand(invoke: Invoke): Command {
  return new Command('kill')
    .description('Send a signal to the first process of containers')
    .argument('<ref...>', refDescription)
    .option('-s, --signal <signal>', 'its name or number: TERM, SIGHUP, 9', 'KILL')
    .addHelpText('after', examples(['conmanctl container kill web', 'conmanctl container kill -s HUP web']))
    .action(
      invoke(async (call, refs: readonly string[], flags: { signal: string }) => {
        const engine = await call.engine();
        return await forEachRef(call, refs, (ref) => engine.killContainer(ref, flags.signal));
      }),
    );
}
