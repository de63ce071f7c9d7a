import { Command } from 'commander';
import { examples, type Invoke } from '../invoke.ts';
import { networkDescription } from './network-inspect.ts';

export function networkCheckCommand(invoke: Invoke): Command {
  return new Command('check')
    .description('Ask the plugins whether interfaces, addresses and rules are as they left them')
    .argument('<network>', networkDescription)
    .addHelpText(
      'after',
      `\nThe exit status is 1 when something is wrong.\n${examples(['conmanctl network check conman'])}`,
    )
    .action(
      invoke(async (call, name: string) => {
        const problems = await (await call.engine()).checkNetwork(name);
        if (call.wantsJson) await call.json({ problems });
        else for (const problem of problems) await call.print(problem);
        return problems.length > 0 ? 1 : 0;
      }),
    );
}
