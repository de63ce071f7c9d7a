import { Command } from 'commander';
import type { Pull } from '../../../core/api/index.ts';
import { ageText } from '../../words/age.ts';
import { sizeText } from '../../words/size.ts';
import { examples, type Invoke } from '../invoke.ts';
import { pullsJson } from '../present/image-json.ts';
import { type Column, tableLines } from '../present/table.ts';

export function imagePullsCommand(invoke: Invoke): Command {
  return new Command('pulls')
    .description('List the pulls under way and those before; a pull goes on without whoever began it with --detach')
    .option('--cancel <id>', 'end one')
    .addHelpText('after', examples(['conmanctl image pulls', 'conmanctl image pulls --cancel 4f5e3a2100c0ffee']))
    .action(
      invoke(async (call, { cancel }: { readonly cancel?: string }) => {
        const engine = await call.engine();
        if (cancel !== undefined) await engine.cancelPull(cancel);
        const pulls = await engine.listPulls();
        if (call.wantsJson) return await call.json(pullsJson(pulls));
        const { stdout } = call.context;
        const width = stdout.isTTY ? stdout.columns : undefined;
        const columns = pullColumns(call.context.nowMs());
        await call.print(tableLines(pulls, columns, { width, heading: call.palette.heading }).join('\n'));
      }),
    );
}

function pullColumns(nowMs: number): readonly Column<Pull>[] {
  return [
    { title: 'ID', text: ({ id }) => id },
    { title: 'IMAGE', text: ({ reference }) => reference, leastWidth: 12 },
    { title: 'STATE', text: ({ state }) => state },
    { title: 'DOWNLOADED', text: ({ doneBytes, totalBytes }) => `${sizeText(doneBytes)} of ${sizeText(totalBytes)}` },
    { title: 'STARTED', text: ({ startedAt }) => `${ageText(startedAt, nowMs)} ago` },
    { title: 'WHY', text: ({ message }) => message, leastWidth: 10 },
  ];
}
