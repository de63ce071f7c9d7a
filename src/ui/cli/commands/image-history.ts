import { Command } from 'commander';
import type { ImageHistoryEntry } from '../../../core/api/index.ts';
import { ageText } from '../../words/age.ts';
import { sizeText } from '../../words/size.ts';
import { examples, type Invoke, imageDescription } from '../invoke.ts';
import { shortIdLength } from '../present/container-table.ts';
import { historyJson } from '../present/image-json.ts';
import { type Column, tableLines } from '../present/table.ts';

export function imageHistoryCommand(invoke: Invoke): Command {
  return new Command('history')
    .description('Show how an image was made, newest step first')
    .argument('<image>', imageDescription)
    .addHelpText('after', examples(['conmanctl image history alpine']))
    .action(
      invoke(async (call, image: string) => {
        const entries = await (await call.engine()).imageHistory(image);
        if (call.wantsJson) return await call.json(historyJson(entries));
        const { stdout } = call.context;
        const width = stdout.isTTY ? stdout.columns : undefined;
        const columns = historyColumns(call.context.nowMs());
        await call.print(tableLines(entries, columns, { width, heading: call.palette.heading }).join('\n'));
      }),
    );
}

function historyColumns(nowMs: number): readonly Column<ImageHistoryEntry>[] {
  return [
    { title: 'CREATED', text: ({ createdAt }) => ago(createdAt, nowMs) },
    { title: 'SIZE', text: ({ sizeBytes }) => sizeText(sizeBytes), align: 'right' },
    { title: 'LAYER', text: ({ digest }) => digest.replace(/^\w+:/, '').slice(0, shortIdLength) || '-' },
    {
      title: 'CREATED BY',
      text: ({ createdBy, comment }) => [createdBy, comment].filter(Boolean).join(' # '),
      leastWidth: 20,
    },
  ];
}

function ago(createdAt: string, nowMs: number): string {
  const unixMs = Date.parse(createdAt);
  return Number.isNaN(unixMs) ? '-' : `${ageText(BigInt(unixMs) * 1_000_000n, nowMs)} ago`;
}
