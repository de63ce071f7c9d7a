import { Command } from 'commander';
import { examples, type Invoke } from '../invoke.ts';
import { containerColumns } from '../present/container-table.ts';
import { listJson } from '../present/contract-json.ts';
import { tableLines } from '../present/table.ts';

interface ListFlags {
  readonly quiet?: boolean;
}

export function containerListCommand(invoke: Invoke): Command {
  return new Command('list')
    .aliases(['ls', 'ps'])
    .description('List all containers')
    .option('-q, --quiet', 'ids only, one a line')
    .option('-a, --all', 'accepted for those used to it: all are always listed')
    .addHelpText(
      'after',
      examples([
        'conmanctl container list',
        'conmanctl container list --output json',
        'conmanctl container remove -f $(conmanctl container list -q)',
      ]),
    )
    .action(
      invoke(async (call, flags: ListFlags) => {
        const containers = await (await call.engine()).listContainers();
        if (flags.quiet) {
          if (containers.length > 0) await call.print(containers.map(({ id }) => id).join('\n'));
          return;
        }
        if (call.wantsJson) return await call.json(listJson(containers));
        const { stdout } = call.context;
        const columns = containerColumns(containers, call.palette, call.context.nowMs());
        const lines = tableLines(containers, columns, {
          width: stdout.isTTY ? stdout.columns : undefined,
          heading: call.palette.heading,
        });
        await call.print(lines.join('\n'));
      }),
    );
}
