import { Command } from 'commander';
import { examples, type Invoke } from '../invoke.ts';
import { forEachRef } from './for-each-ref.ts';
import { networkDescription } from './network-inspect.ts';

export function networkRemoveCommand(invoke: Invoke): Command {
  return new Command('remove')
    .alias('rm')
    .description('Remove networks that no container uses')
    .argument('<network...>', networkDescription)
    .addHelpText('after', examples(['conmanctl network remove backend']))
    .action(
      invoke(async (call, names: readonly string[]) => {
        const engine = await call.engine();
        return await forEachRef(call, names, (name) => engine.removeNetwork(name));
      }),
    );
}

export function networkPruneCommand(invoke: Invoke): Command {
  return new Command('prune')
    .description('Remove all networks that no container uses')
    .option('-f, --force', 'accepted for those used to it: it is never asked')
    .addHelpText('after', examples(['conmanctl network prune']))
    .action(
      invoke(async (call) => {
        const names = await (await call.engine()).pruneNetworks();
        if (call.wantsJson) return await call.json({ names });
        for (const name of names) await call.print(name);
      }),
    );
}
