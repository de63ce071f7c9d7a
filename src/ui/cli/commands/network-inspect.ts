import { Command } from 'commander';
import { examples, type Invoke } from '../invoke.ts';
import { escapeInvisible } from './container-inspect.ts';

export const networkDescription = 'name of a network';

export function networkInspectCommand(invoke: Invoke): Command {
  return new Command('inspect')
    .description('Show everything known about networks, with who is on them, as indented JSON')
    .argument('<network...>', networkDescription)
    .addHelpText('after', examples(['conmanctl network inspect conman | jq .containers']))
    .action(
      invoke(async (call, names: readonly string[]) => {
        const engine = await call.engine();
        for (const name of names) {
          const inspection = await engine.inspectNetwork(name);
          await call.print(escapeInvisible(JSON.stringify(inspection, undefined, 2)));
        }
      }),
    );
}
