import { Command } from 'commander';
import { parsePairs, parseRestartPolicy } from '../../input/values.ts';
import { collect } from '../common-options.ts';
import { requireThat } from '../invocation.ts';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { addLimitOptions, type LimitFlags, limitsOf } from '../settings/limit-flags.ts';
import { forEachRef } from './for-each-ref.ts';

interface UpdateFlags extends LimitFlags {
  readonly restart?: string;
  readonly label?: readonly string[];
  readonly removeLabel?: readonly string[];
}

export function containerUpdateCommand(invoke: Invoke): Command {
  const command = new Command('update')
    .description('Change limits, restart policy and labels, at once where the container runs')
    .argument('<ref...>', refDescription)
    .option('--restart <policy>', 'start it again when it ends: no, on-failure[:N], always, unless-stopped')
    .option('-l, --label <key=value>', 'set a label (repeatable)', collect)
    .option('--remove-label <key>', 'take a label away (repeatable)', collect);
  return addLimitOptions(command)
    .addHelpText(
      'after',
      examples(['conmanctl container update --memory 256m --cpus 1.5 web', 'conmanctl update --restart no web db']),
    )
    .action(
      invoke(async (call, refs: readonly string[], flags: UpdateFlags) => {
        const options = {
          limits: limitsOf(flags),
          restart: flags.restart === undefined ? undefined : parseRestartPolicy(flags.restart),
          labels: flags.label && parsePairs(flags.label, 'a label'),
          removeLabels: flags.removeLabel,
        };
        const isChange = Object.values(options).some((option) => option !== undefined);
        requireThat(isChange, 'nothing is to be changed', 'Give a limit, --restart or --label.');
        const engine = await call.engine();
        await forEachRef(call, refs, (ref) => engine.updateContainer(ref, options));
      }),
    );
}
