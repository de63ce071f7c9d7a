import { Command } from 'commander';
import { examples, type Invoke } from '../invoke.ts';
import { emptyJson } from '../present/contract-json.ts';

export function imageLogoutCommand(invoke: Invoke): Command {
  return new Command('logout')
    .description('Forget what `image login` keeps for a registry')
    .argument('[registry]', 'such as ghcr.io', 'docker.io')
    .addHelpText('after', examples(['conmanctl image logout ghcr.io']))
    .action(
      invoke(async (call, registry: string) => {
        const wasKept = await (await call.engine()).logout(registry);
        if (call.wantsJson) return await call.json(emptyJson);
        await call.print(wasKept ? `Logged out of ${registry}.` : `Nothing is kept for ${registry}.`);
      }),
    );
}
