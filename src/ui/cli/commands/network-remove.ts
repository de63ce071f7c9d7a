import { Command } from 'commander';
import { examples, type Invoke } from '../invoke.ts';
import type { PruneFlags } from '../prune.ts';
import { confirm } from '../session/confirm.ts';
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
    .description('Remove all networks that no container uses, but for the default one; asks first')
    .option('-f, --force', 'do not ask')
    .option('--dry-run', 'only say which would go')
    .addHelpText('after', examples(['conmanctl network prune --dry-run', 'conmanctl network prune --force']))
    .action(
      invoke(async (call, { force = false, dryRun = false }: PruneFlags) => {
        const engine = await call.engine();
        const unused = await engine.pruneNetworks({ dryRun: true });
        if (unused.length === 0 && !call.wantsJson) await call.note('There is none to remove.');
        const isMeant =
          dryRun || unused.length === 0 || (await confirm(call, `Remove ${unused.join(', ')}?`, { force }));
        if (!isMeant) return 1;
        const names = dryRun ? unused : await engine.pruneNetworks();
        if (call.wantsJson) await call.json({ names });
        else for (const name of names) await call.print(name);
        return 0;
      }),
    );
}
