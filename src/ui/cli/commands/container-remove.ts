import { Command } from 'commander';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { forEachRef } from './for-each-ref.ts';

export function containerRemoveCommand(invoke: Invoke): Command {
  return new Command('remove')
    .alias('rm')
    .description('Remove containers with their logs and what they changed in their file systems')
    .argument('<ref...>', refDescription)
    .option('-f, --force', 'also when they run: kill them first')
    .option('-v, --volumes', 'also their anonymous volumes')
    .addHelpText('after', examples(['conmanctl container remove web', 'conmanctl container rm -f web db']))
    .action(
      invoke(async (call, refs: readonly string[], flags: { force?: boolean; volumes?: boolean }) => {
        const engine = await call.engine();
        const { force = false, volumes = false } = flags;
        return await forEachRef(call, refs, (ref) => engine.removeContainer(ref, { force, volumes }));
      }),
    );
}
