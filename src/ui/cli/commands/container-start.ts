import { Command } from 'commander';
import type { ContainerEngine } from '../../../core/api/index.ts';
import { addSpelling } from '../common-options.ts';
import { engineFailureStatus } from '../exit-status.ts';
import { StatusError } from '../failure.ts';
import { type Invocation, requireThat } from '../invocation.ts';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { startAttached } from '../session/attached-start.ts';
import { statusOfExit } from '../session/run-session.ts';
import { requireTerminal } from '../session/terminal.ts';
import { checkpointTarget } from './checkpoint.ts';
import { forEachRef } from './for-each-ref.ts';

interface StartFlags {
  readonly attach?: boolean;
  readonly stdin?: boolean;
  readonly checkpoint?: string;
}

export function containerStartCommand(invoke: Invoke): Command {
  const command = new Command('start')
    .description('Start containers that were created, or have ended: their files and logs go on')
    .argument('<ref...>', refDescription)
    .option('-a, --attach', 'stay with it until it ends; its exit status is that of conmanctl')
    .option('-i, --stdin', 'the same, and pass input on')
    .option('--checkpoint <checkpoint>', 'let it go on from there: a name, or a path with a "/"')
    .addHelpText(
      'after',
      examples(['conmanctl container start web', 'conmanctl container start web db 78f5', 'conmanctl start -ai shell']),
    )
    .action(
      invoke(async (call, refs: readonly string[], flags: StartFlags) => {
        const { attach, stdin = false } = flags;
        const engine = await call.engine();
        if (flags.checkpoint !== undefined) {
          requireThat(!attach && !stdin, '-a and -i do not go with --checkpoint', 'Attach when it runs.');
          const checkpoint = checkpointTarget(call.context, flags.checkpoint);
          return await forEachRef(call, refs, (ref) => engine.startContainer(ref, { checkpoint }));
        }
        if (!attach && !stdin) return await forEachRef(call, refs, (ref) => engine.startContainer(ref));
        const [ref = '', ...others] = refs;
        requireThat(
          others.length === 0,
          'only one container can be attached to',
          'Start the others without -a and -i.',
        );
        try {
          return await stayWith(call, engine, ref, stdin);
        } catch (error) {
          throw new StatusError(engineFailureStatus, error);
        }
      }),
    );
  return addSpelling(command, '--interactive', 'stdin');
}

async function stayWith(call: Invocation, engine: ContainerEngine, ref: string, stdin: boolean): Promise<number> {
  const { id, name, tty, stdin: takesInput } = await engine.containerStatus(ref);
  requireThat(takesInput || !stdin, `${name} takes no input`, 'It had to be created with -i.');
  requireTerminal(call.context, { tty, stdin });
  await engine.startContainer(id, { hold: true });
  const exit = await startAttached(call, engine, { id, name, tty, stdin, start: () => engine.startContainer(id) });
  return exit === undefined ? 0 : statusOfExit(exit);
}
