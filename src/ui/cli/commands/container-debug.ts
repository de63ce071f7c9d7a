import { Command } from 'commander';
import type { Invocation } from '../invocation.ts';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { stayWithExec } from '../session/exec-session.ts';
import { terminalSizeOf } from '../session/run-session.ts';

interface DebugFlags {
  readonly user?: string;
}

export function containerDebugCommand(invoke: Invoke): Command {
  return new Command('debug')
    .description("Run a shell of the host's busybox in a container that has none")
    .argument('<ref>', refDescription)
    .argument('[command...]', 'applet of busybox and its arguments (default: a shell)')
    .passThroughOptions()
    .option('-u, --user <uid[:gid]>', 'who runs it')
    .addHelpText(
      'after',
      `\nIt runs where the container's command runs and may do what that may; nothing is put into the container.
It gets a terminal when conmanctl has one, and Ctrl-p Ctrl-q leaves it running.\n${examples([
        'conmanctl container debug web',
        'conmanctl container debug web -- wget -qO- http://127.0.0.1',
        'conmanctl container debug --user 0 web -- ls -l /proc/1/root',
      ])}`,
    )
    .action(
      invoke((call, ref: string, words: readonly string[], flags: DebugFlags) =>
        debug(call, ref, words[0] === '--' ? words.slice(1) : words, flags),
      ),
    );
}

async function debug(call: Invocation, ref: string, command: readonly string[], { user }: DebugFlags): Promise<number> {
  const { context } = call;
  const stdin = true;
  const tty = context.stdin.isTTY === true && context.stdout.isTTY === true;
  const engine = await call.engine();
  const { id } = await engine.createExec(ref, {
    command,
    tty,
    stdin,
    debug: true,
    ...(tty ? terminalSizeOf(context) : {}),
    ...(user === undefined ? {} : { user }),
  });
  return await stayWithExec(call, engine, { id, tty, stdin });
}
