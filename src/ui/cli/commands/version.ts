import { Command } from 'commander';
import { examples, type Invoke } from '../invoke.ts';
import { versionJson } from '../present/contract-json.ts';
import { factLines } from '../present/table.ts';

export function versionCommand(invoke: Invoke): Command {
  return new Command('version')
    .description('Show the versions of conmand and of the runtime it uses')
    .addHelpText('after', examples(['conmanctl version', 'conmanctl version --output json']))
    .action(
      invoke(async (call) => {
        const engine = await call.engine();
        const version = await engine.version();
        if (call.wantsJson) return await call.json(versionJson(version));
        const facts = [
          ['conmand', version.version],
          [version.runtimeName, version.runtimeVersion],
        ] as const;
        await call.print(factLines(facts).join('\n'));
      }),
    );
}
