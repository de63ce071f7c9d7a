import { Command } from 'commander';
import { examples, type Invoke } from '../invoke.ts';

export function daemonRestartCommand(invoke: Invoke): Command {
  return new Command('restart')
    .description('Have conmand become the version that is installed; containers run on')
    .option('-f, --force', 'also when exec sessions run, which end')
    .addHelpText('after', examples(['sudo conmanctl daemon restart']))
    .action(
      invoke(async (call, flags: { readonly force?: true }) => {
        const { control, socketPath } = await call.daemon();
        const { pid, version } = await control.restart(socketPath, flags.force ?? false);
        if (call.wantsJson) await call.json({ restarted: true, pid, version });
        else await call.print(`conmand ${version} runs as process ${pid}; containers run on`);
      }),
    );
}
