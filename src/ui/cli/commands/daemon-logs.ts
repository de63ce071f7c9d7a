import { Command } from 'commander';
import { ConmanError } from '../../../core/errors/index.ts';
import type { EngineConnection } from '../context.ts';
import type { Invocation } from '../invocation.ts';
import { examples, type Invoke } from '../invoke.ts';
import { tailLines } from '../logs/tail-lines.ts';
import { writeAll } from '../write-all.ts';

interface DaemonLogFlags {
  readonly follow?: boolean;
  readonly tail?: number;
}

export function daemonLogsCommand(invoke: Invoke): Command {
  return new Command('logs')
    .description("Print conmand's own log: of this run, or of the last one where a client started it")
    .option('-f, --follow', 'go on with what it logs')
    .option('-n, --tail <lines>', 'only the last lines', tailLines)
    .addHelpText('after', examples(['sudo conmanctl daemon logs -f -n 20', 'sudo journalctl -u conmand']))
    .action(
      invoke(async (call, flags: DaemonLogFlags) => {
        const { control, socketPath } = await call.daemon();
        const connection = control.connect(socketPath);
        try {
          await print(call, connection, flags);
        } catch (thrown) {
          const error = ConmanError.from(thrown);
          const lastLog = error.code === 'unavailable' ? await control.lastLog(socketPath) : undefined;
          if (lastLog === undefined) throw error;
          await call.note('conmand does not run; this is the log of its last run');
          await writeAll(call.context.stdout, lastLines(lastLog, flags.tail));
        } finally {
          connection.close();
        }
      }),
    );
}

async function print(call: Invocation, engine: EngineConnection, { follow = false, tail }: DaemonLogFlags) {
  for await (const line of engine.daemonLog({ follow, tail })) await writeAll(call.context.stdout, line);
}

function lastLines(text: string, count: number | undefined): string {
  if (count === undefined) return text;
  const lines = text.trimEnd().split('\n');
  return lines
    .slice(Math.max(0, lines.length - count))
    .map((line) => `${line}\n`)
    .join('');
}
