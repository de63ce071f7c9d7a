import { Command } from 'commander';
import { requireThat } from '../invocation.ts';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { LogPrinter } from '../logs/log-printer.ts';
import { tailLines } from '../logs/tail-lines.ts';
import { parseMoment } from '../moment.ts';

interface LogFlags {
  readonly follow?: boolean;
  readonly tail?: number;
  readonly since?: string;
  readonly until?: string;
  readonly timestamps?: boolean;
}

export function containerLogsCommand(invoke: Invoke): Command {
  return new Command('logs')
    .description('Print what a container wrote, its errors on stderr')
    .argument('<ref>', refDescription)
    .option('-f, --follow', 'go on with what it writes, until it ends')
    .option('-n, --tail <lines>', 'only the last lines', tailLines)
    .option('--since <moment>', 'only from a moment on: 10m, 1h30m, 2026-01-31T10:00:00Z')
    .option('--until <moment>', 'only up to a moment')
    .option('-t, --timestamps', 'begin each line with its time')
    .addHelpText(
      'after',
      examples([
        'conmanctl container logs web',
        'conmanctl container logs -f --tail 20 web',
        'conmanctl container logs --since 10m -t web 2>/dev/null | grep -i error',
      ]),
    )
    .action(
      invoke(async (call, ref: string, flags: LogFlags) => {
        const { stdout, stderr } = call.context;
        const { follow = false, tail, since, until } = flags;
        requireThat(!follow || until === undefined, '--follow and --until do not go together');
        const nowMs = call.context.nowMs();
        const options = {
          ...{ follow, untilExit: true },
          ...(tail === undefined ? {} : { tail }),
          ...(since === undefined ? {} : { since: parseMoment(since, nowMs) }),
          ...(until === undefined ? {} : { until: parseMoment(until, nowMs) }),
        };
        const engine = await call.engine();
        const printer = new LogPrinter(stdout, stderr, { timestamps: flags.timestamps ?? false });
        for await (const chunk of engine.readLogs(ref, options)) await printer.print(chunk);
      }),
    );
}
