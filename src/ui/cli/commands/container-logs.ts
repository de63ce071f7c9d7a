import { Command } from 'commander';
import { type Invocation, requireThat } from '../invocation.ts';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { LogPrinter } from '../logs/log-printer.ts';
import { tailLines } from '../logs/tail-lines.ts';
import { parseMoment } from '../moment.ts';
import { emptyJson } from '../present/contract-json.ts';

interface LogFlags {
  readonly follow?: boolean;
  readonly tail?: number;
  readonly since?: string;
  readonly until?: string;
  readonly timestamps?: boolean;
  readonly reopen?: boolean;
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
    .option('--reopen', 'print nothing: begin a new file, after something else has moved the log away')
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
        if (flags.reopen) return await reopen(call, ref, flags);
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

async function reopen(call: Invocation, ref: string, flags: LogFlags): Promise<void> {
  const { follow, tail, since, until, timestamps } = flags;
  const others = [follow, tail, since, until, timestamps].some((value) => value !== undefined);
  requireThat(!others, '--reopen prints nothing, so it takes no other options');
  await (await call.engine()).reopenLog(ref);
  if (call.wantsJson) await call.json(emptyJson);
}
