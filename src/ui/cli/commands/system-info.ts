import { Command } from 'commander';
import type { RuntimeSummary } from '../../../core/api/index.ts';
import { examples, type Invoke } from '../invoke.ts';
import { type Column, factLines, tableLines } from '../present/table.ts';

const columns: readonly Column<RuntimeSummary>[] = [
  { title: 'RUNTIME', text: ({ name }) => name },
  { title: 'VERSION', text: ({ version, problem }) => problem || version },
  { title: 'PROGRAM', text: ({ path }) => path },
];

export function systemInfoCommand(invoke: Invoke): Command {
  return new Command('info')
    .description('Show the daemon and the OCI runtimes that containers can have, the default one first')
    .addHelpText('after', examples(['conmanctl system info', 'conmanctl system info --output json']))
    .action(
      invoke(async (call) => {
        const { version, pid, startedAt, runtimes } = await (await call.engine()).version();
        const started = new Date(Number(startedAt / 1_000_000n)).toISOString();
        if (call.wantsJson) return await call.json({ version, pid, startedAt: started, runtimes });
        const facts = [
          ['conmand', version],
          ['pid', String(pid)],
          ['since', started],
        ] as const;
        const table = tableLines(runtimes, columns, { width: undefined, heading: call.palette.heading });
        await call.print([...factLines(facts), '', ...table].join('\n'));
      }),
    );
}
