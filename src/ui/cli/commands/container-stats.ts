import { Command } from 'commander';
import type { ContainerEngine, StatsSample } from '../../../core/api/index.ts';
import type { Invocation } from '../invocation.ts';
import { examples, type Invoke } from '../invoke.ts';
import { sampleJson } from '../present/stats-json.ts';
import { statsColumns } from '../present/stats-table.ts';
import { tableLines } from '../present/table.ts';
import { parseSpanMs } from '../span.ts';
import { writeAll } from '../write-all.ts';

interface StatsFlags {
  readonly stream: boolean;
  readonly interval?: string;
}

export function containerStatsCommand(invoke: Invoke): Command {
  return new Command('stats')
    .description('Show what containers take: processor, memory, network, disk; all that run unless some are named')
    .argument('[ref...]', 'name, id or unique beginning of an id')
    .option('--no-stream', 'one sample, then end')
    .option('--interval <span>', 'time from one sample to the next: 500ms, 5s (default: 1s)')
    .addHelpText(
      'after',
      examples([
        'conmanctl container stats',
        'conmanctl container stats --no-stream web db',
        "conmanctl container stats --interval 5s --output json | jq -c '.containers[].memory'",
      ]),
    )
    .action(
      invoke(async (call, refs: readonly string[], flags: StatsFlags) => {
        const engine = await call.engine();
        const abort = new AbortController();
        const restore = call.context.onSignal('SIGINT', () => abort.abort());
        const intervalMs = flags.interval === undefined ? undefined : parseSpanMs(flags.interval, '--interval');
        const options = { refs, ...(intervalMs !== undefined && { intervalMs }) };
        const show = call.wantsJson ? (sample: StatsSample) => call.json(sampleJson(sample)) : tableOf(call, engine);
        try {
          let isFirst = true;
          for await (const sample of engine.containerStats(options, abort.signal)) {
            // The first one does not know yet how fast the counters grow.
            const isWanted = flags.stream || !isFirst;
            isFirst = false;
            if (!isWanted) continue;
            await show(sample);
            if (!flags.stream) return;
          }
        } finally {
          restore();
        }
      }),
    );
}

/** Each sample in the place of the one before where that is possible. */
function tableOf(call: Invocation, engine: ContainerEngine): (sample: StatsSample) => Promise<void> {
  const { stdout } = call.context;
  const names = new Map<string, string>();
  let height = 0;
  return async ({ containers }) => {
    if (containers.some(({ containerId }) => !names.has(containerId))) {
      for (const { id, name } of await engine.listContainers()) names.set(id, name);
    }
    const columns = statsColumns((id) => names.get(id) ?? '');
    const width = stdout.isTTY ? stdout.columns : undefined;
    const lines = tableLines(containers, columns, { width, heading: call.palette.heading });
    if (containers.length === 0) lines.push('None of them runs.');
    const back = stdout.isTTY && height > 0 ? `\x1b[${height}A\x1b[J` : '';
    const shown = stdout.isTTY ? lines.slice(0, Math.max(2, (stdout.rows ?? 24) - 1)) : lines;
    height = shown.length;
    await writeAll(stdout, `${back}${shown.join('\n')}\n`);
  };
}
