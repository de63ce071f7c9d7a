import { Command } from 'commander';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { exitCodeJson } from '../present/contract-json.ts';
import { forEachRef } from './for-each-ref.ts';

export function containerWaitCommand(invoke: Invoke): Command {
  return new Command('wait')
    .description('Wait until containers have ended and print their exit codes')
    .argument('<ref...>', refDescription)
    .addHelpText(
      'after',
      `\nOne that has ended is not waited for. A code that nobody knows is printed as "unknown", in JSON as -1.\n${examples(['conmanctl container wait job', 'code=$(conmanctl wait --output table job)'])}`,
    )
    .action(
      invoke(async (call, refs: readonly string[]) => {
        const engine = await call.engine();
        return await forEachRef(call, refs, async (ref) => {
          const exit = await engine.waitContainer(ref);
          return { json: exitCodeJson(exit), line: exit.code === undefined ? 'unknown' : String(exit.code) };
        });
      }),
    );
}
