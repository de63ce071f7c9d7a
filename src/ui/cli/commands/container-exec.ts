import { Command } from 'commander';
import { addSpelling, collect } from '../common-options.ts';
import { engineFailureStatus, notExecutableStatus, notFoundStatus, statusWithoutCommand } from '../exit-status.ts';
import { StatusError } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { stayWithExec } from '../session/exec-session.ts';
import { terminalSizeOf } from '../session/run-session.ts';
import { requireTerminal } from '../session/terminal.ts';
import { environmentOf } from './container-create.ts';

interface ExecFlags {
  readonly stdin?: boolean;
  readonly tty?: boolean;
  readonly env?: readonly string[];
  readonly workdir?: string;
  readonly user?: string;
}

export function containerExecCommand(invoke: Invoke): Command {
  const command = new Command('exec')
    .description('Run a command in a running container')
    .argument('<ref>', refDescription)
    .argument('[command...]', 'command and arguments (default: a shell)')
    .passThroughOptions()
    .option('-i, --stdin', 'pass input on')
    .option('-t, --tty', 'give it a terminal')
    .option('-e, --env <key=value>', 'set a variable (repeatable)', collect)
    .option('-w, --workdir <path>', 'directory it starts in')
    .option('-u, --user <uid[:gid]>', 'who runs it')
    .addHelpText(
      'after',
      `\nThe exit status is that of the command; ${engineFailureStatus} when it could not be run,\n${notExecutableStatus} when it is not executable and ${notFoundStatus} when it is not there. On a terminal Ctrl-p Ctrl-q leaves it running.\n${examples(
        [
          'conmanctl container exec -it web -- sh',
          'conmanctl container exec -e LEVEL=debug -w /srv web -- ls -l',
          'echo hello | conmanctl container exec -i web -- cat',
        ],
      )}`,
    )
    .action(
      invoke(async (call, ref: string, words: readonly string[], flags: ExecFlags) => {
        try {
          return await exec(call, ref, words[0] === '--' ? words.slice(1) : words, flags);
        } catch (error) {
          throw new StatusError(statusWithoutCommand(error), error);
        }
      }),
    );
  return addSpelling(command, '--interactive', 'stdin');
}

async function exec(call: Invocation, ref: string, command: readonly string[], flags: ExecFlags): Promise<number> {
  const { context } = call;
  const stdin = flags.stdin ?? false;
  const tty = flags.tty ?? false;
  requireTerminal(context, { tty, stdin });
  const engine = await call.engine();
  const { id } = await engine.createExec(ref, {
    command,
    tty,
    stdin,
    ...(tty ? terminalSizeOf(context) : {}),
    env: environmentOf(flags.env, context.environment),
    ...(flags.workdir === undefined ? {} : { workdir: flags.workdir }),
    ...(flags.user === undefined ? {} : { user: flags.user }),
  });
  return await stayWithExec(call, engine, { id, tty, stdin });
}
