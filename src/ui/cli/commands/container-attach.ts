import { Command } from 'commander';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { attachUrlJson } from '../present/contract-json.ts';
import { attachOptionsFor, runSession, statusOfExit } from '../session/run-session.ts';

interface AttachFlags {
  readonly stdin: boolean;
  readonly url?: boolean;
}

export function containerAttachCommand(invoke: Invoke): Command {
  return new Command('attach')
    .description('Join the terminal or the output and input of a container')
    .argument('<ref>', refDescription)
    .option('--no-stdin', 'only watch')
    .option('--url', "print the URL of the container's Kubernetes-style stream instead (SPDY/3.1)")
    .addHelpText(
      'after',
      `\nOn a terminal Ctrl-p Ctrl-q leaves, otherwise Ctrl-C does; the container runs on. When it ends while
attached, its exit status is that of conmanctl.\n${examples(['conmanctl container attach shell', 'conmanctl container attach --no-stdin web'])}`,
    )
    .action(
      invoke(async (call, ref: string, flags: AttachFlags) => {
        const { context } = call;
        const engine = await call.engine();
        const container = await engine.containerStatus(ref);
        const stdin = flags.stdin && container.stdin;
        const options = attachOptionsFor(context, stdin, container.tty);
        if (flags.url) {
          const url = await engine.attachUrl(ref, { ...options, stderr: !container.tty, tty: container.tty });
          await call.json(attachUrlJson(url));
          return 0;
        }
        const session = await engine.attachContainer(ref, options);
        const keyboard = container.tty && stdin && context.stdin.isTTY === true;
        if (context.stdin.isTTY) {
          await call.note(`Attached to ${container.name}. ${keyboard ? 'Ctrl-p Ctrl-q' : 'Ctrl-C'} leaves it running.`);
        }
        const { exit } = await runSession(context, session, {
          tty: container.tty,
          stdin,
          onInterrupt: () => session.detach(),
        });
        if (exit !== undefined) return statusOfExit(exit);
        if (context.stdin.isTTY) await call.note(`${keyboard ? '\r\n' : ''}Left ${container.name}; it runs on.`);
        return 0;
      }),
    );
}
