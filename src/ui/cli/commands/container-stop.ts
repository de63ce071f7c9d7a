import { Command } from 'commander';
import { addSpelling, wholeNumber } from '../common-options.ts';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { forEachRef } from './for-each-ref.ts';

export function containerStopCommand(invoke: Invoke): Command {
  const command = new Command('stop')
    .description('Ask containers to end (SIGTERM, or their own stop signal), and end them (SIGKILL) if they do not')
    .argument('<ref...>', refDescription)
    .option(
      '-t, --timeout <seconds>',
      'how long to wait before SIGKILL; 0 kills at once (default: its own, else 10)',
      wholeNumber,
    )
    .addHelpText('after', examples(['conmanctl container stop web', 'conmanctl container stop -t 60 db']))
    .action(
      invoke(async (call, refs: readonly string[], flags: { timeout?: number }) => {
        const engine = await call.engine();
        const options = flags.timeout === undefined ? {} : { timeoutSeconds: flags.timeout };
        return await forEachRef(call, refs, (ref) => engine.stopContainer(ref, options));
      }),
    );
  return addSpelling(command, '--time <seconds>', 'timeout');
}
