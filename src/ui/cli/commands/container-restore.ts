import { Command } from 'commander';
import type { Checkpoint } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { checkpointTarget } from './checkpoint.ts';

export function containerRestoreCommand(invoke: Invoke): Command {
  return new Command('restore')
    .description('Let a container that does not run go on from a checkpoint')
    .argument('<ref>', refDescription)
    .argument('[checkpoint]', 'its name, or a path with a "/" (default: the latest kept with the container)')
    .addHelpText('after', examples(['conmanctl restore web', 'conmanctl restore web before-upgrade']))
    .action(
      invoke(async (call, ref: string, text: string | undefined) => {
        const engine = await call.engine();
        const checkpoint =
          text === undefined ? latest(ref, await engine.listCheckpoints(ref)) : checkpointTarget(call.context, text);
        await engine.startContainer(ref, { checkpoint });
        await (call.wantsJson ? call.json({}) : call.print(ref));
      }),
    );
}

function latest(ref: string, checkpoints: readonly Checkpoint[]): string {
  const last = checkpoints.at(-1);
  if (last !== undefined) return last.name;
  throw new ConmanError('not-found', `no checkpoint is kept with ${ref}`, {
    hint: `Make one while it runs: conmanctl checkpoint create ${ref} NAME`,
  });
}
