import { Command } from 'commander';
import type { ContainerSummary } from '../../../core/api/index.ts';
import { collect, wholeNumber } from '../common-options.ts';
import { containerFilter, filterDescription } from '../filter/container-filter.ts';
import { formatDescription, parseFormat } from '../format/format.ts';
import type { Invocation } from '../invocation.ts';
import { examples, type Invoke } from '../invoke.ts';
import { containerRow } from '../present/container-row.ts';
import { containerColumns } from '../present/container-table.ts';
import { listJson } from '../present/contract-json.ts';
import { tableLines } from '../present/table.ts';

interface ListFlags {
  readonly quiet?: boolean;
  readonly filter?: readonly string[];
  readonly format?: string;
  readonly last?: number;
  readonly latest?: boolean;
  readonly trunc: boolean;
}

export function containerListCommand(invoke: Invoke): Command {
  return new Command('list')
    .aliases(['ls', 'ps'])
    .description('List all containers')
    .option('-q, --quiet', 'ids only, one a line')
    .option('-a, --all', 'accepted for those used to it: all are always listed')
    .option('-f, --filter <key=value>', filterDescription, collect)
    .option('--format <text>', `a line for each: ${formatDescription}`)
    .option('-n, --last <number>', 'only the newest ones', wholeNumber)
    .option('-l, --latest', 'only the newest one')
    .option('--no-trunc', 'whole ids and commands')
    .addHelpText(
      'after',
      examples([
        'conmanctl container list',
        'conmanctl ps --filter state=running --filter label=tier=web',
        "conmanctl ps --format '{{.Name}}\\t{{.Status}}\\t{{.Labels.tier}}'",
        'conmanctl container remove $(conmanctl ps -q --filter state=exited)',
      ]),
    )
    .action(
      invoke(async (call, flags: ListFlags) => {
        const isWanted = containerFilter(flags.filter ?? []);
        const { format } = flags;
        const terminal = call.context.stdout.isTTY === true;
        const print = format === undefined ? undefined : parseFormat(format, { terminal });
        const all = await (await call.engine()).listContainers();
        const containers = newest(all.filter(isWanted), flags);
        if (flags.quiet) return await printEach(call, containers, ({ id }) => id);
        if (print !== undefined) {
          const options = { nowMs: call.context.nowMs(), fullIds: !flags.trunc };
          return await printEach(call, containers, (container) => print(containerRow(container, options)));
        }
        if (call.wantsJson) return await call.json(listJson(containers));
        await printTable(call, containers, flags.trunc);
      }),
    );
}

/** The list is in the order of creation. */
function newest(containers: readonly ContainerSummary[], { last, latest }: ListFlags): readonly ContainerSummary[] {
  const count = latest ? 1 : last;
  return count === undefined ? containers : containers.slice(Math.max(0, containers.length - count));
}

async function printEach(
  call: Invocation,
  containers: readonly ContainerSummary[],
  line: (container: ContainerSummary) => string,
): Promise<void> {
  if (containers.length > 0) await call.print(containers.map(line).join('\n'));
}

async function printTable(call: Invocation, containers: readonly ContainerSummary[], trunc: boolean): Promise<void> {
  const { stdout } = call.context;
  const columns = containerColumns(containers, call.palette, call.context.nowMs(), { fullIds: !trunc });
  const width = stdout.isTTY && trunc ? stdout.columns : undefined;
  await call.print(tableLines(containers, columns, { width, heading: call.palette.heading }).join('\n'));
}
