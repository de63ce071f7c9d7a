import type { AttachOptions, ContainerExit, StreamSession, TerminalSize } from '../../../core/api/index.ts';
import type { CliContext } from '../context.ts';
import type { signalStatus } from '../exit-status.ts';
import { writeAll } from '../write-all.ts';
import { forwardInput } from './forward-input.ts';

export interface SessionOptions {
  readonly tty: boolean;
  readonly stdin: boolean;
  /** What to do with signals that reach conmanctl itself; Ctrl-C on a raw terminal is a byte and not one of them. */
  readonly onInterrupt: (signal: keyof typeof signalStatus) => void;
}

/** How it ended for us: `exit` undefined = left, and the process goes on. */
export interface SessionEnd {
  readonly exit: ContainerExit | undefined;
}

/** Joins this process's terminal or pipes with a session until it ends or is left. The terminal is put back as it was. */
export async function runSession(
  context: CliContext,
  session: StreamSession,
  options: SessionOptions,
): Promise<SessionEnd> {
  const { stdin, stdout, stderr } = context;
  const undo: (() => void)[] = [];
  try {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      undo.push(context.onSignal(signal, () => options.onInterrupt(signal)));
    }
    const raw = options.tty && options.stdin && stdin.isTTY === true;
    if (raw) {
      stdin.setRawMode(true);
      undo.push(() => stdin.setRawMode(false));
    }
    if (options.tty && stdout.isTTY) {
      const onResize = (): void => session.resize({ columns: stdout.columns, rows: stdout.rows });
      stdout.on('resize', onResize);
      undo.push(() => stdout.off('resize', onResize));
    }
    if (options.stdin) undo.push(forwardInput(session, stdin, { detachKeys: raw }));
    for await (const message of session.messages) {
      if (message.kind === 'output') await writeAll(message.channel === 'stdout' ? stdout : stderr, message.data);
      else if (message.kind === 'end') return { exit: message.exit };
    }
    return { exit: undefined };
  } finally {
    for (const step of undo.reverse()) step();
    session.detach();
  }
}

/** The size to give a container's terminal: that of ours, if we have one. */
export function terminalSizeOf({ stdout }: CliContext): { terminalSize?: TerminalSize } {
  const { columns, rows } = stdout;
  return stdout.isTTY && columns > 0 && rows > 0 ? { terminalSize: { columns, rows } } : {};
}

export function attachOptionsFor(context: CliContext, stdin: boolean, tty: boolean): AttachOptions {
  return { stdin, stdout: true, stderr: true, ...(tty ? terminalSizeOf(context) : {}) };
}

/** A command's exit status as this program's own. Nobody knows what became of it: not success. */
export function statusOfExit(exit: ContainerExit): number {
  return exit.code ?? 255;
}
