import { Command } from 'commander';
import { addSpelling, wholeNumber } from '../common-options.ts';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { forEachRef } from './for-each-ref.ts';

export function containerRestartCommand(invoke: Invoke): Command {
  const command = new Command('restart')
    .description('Stop containers if they run, and start them again')
    .argument('<ref...>', refDescription)
    .option(
      '-t, --timeout <seconds>',
      'how long to wait before SIGKILL; 0 kills at once (default: its own, else 10)',
      wholeNumber,
    )
    .addHelpText('after', examples(['conmanctl container restart web', 'conmanctl container restart -t 60 db']))
    .action(
      invoke(async (call, refs: readonly string[], flags: { timeout?: number }) => {
        const engine = await call.engine();
        const options = flags.timeout === undefined ? {} : { timeoutSeconds: flags.timeout };
        return await forEachRef(call, refs, (ref) => engine.restartContainer(ref, options));
      }),
    );
  return addSpelling(command, '--time <seconds>', 'timeout');
}
