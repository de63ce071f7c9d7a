import { Command } from 'commander';
import type { ImageSummary } from '../../../core/api/index.ts';
import { ageText } from '../../words/age.ts';
import { joinShellWords } from '../../words/shell-words.ts';
import { sizeText } from '../../words/size.ts';
import { examples, type Invoke } from '../invoke.ts';
import { shortIdLength } from '../present/container-table.ts';
import { imagesJson } from '../present/contract-json.ts';
import { type Column, tableLines } from '../present/table.ts';

export function imageListCommand(invoke: Invoke, name: string): Command {
  return new Command(name)
    .description('List the images that containers can be made from')
    .addHelpText('after', examples(['conmanctl image list', 'conmanctl image list --output json']))
    .action(
      invoke(async (call) => {
        const images = await (await call.engine()).listImages();
        if (call.wantsJson) return await call.json(imagesJson(images));
        const { stdout } = call.context;
        const lines = tableLines(images, imageColumns(call.context.nowMs()), {
          width: stdout.isTTY ? stdout.columns : undefined,
          heading: call.palette.heading,
        });
        await call.print(lines.join('\n'));
      }),
    );
}

function imageColumns(nowMs: number): readonly Column<ImageSummary>[] {
  return [
    { title: 'NAME', text: ({ name }) => name, leastWidth: 12 },
    { title: 'ID', text: ({ id }) => id.replace(/^sha256:/, '').slice(0, shortIdLength) },
    { title: 'SIZE', text: ({ sizeBytes }) => sizeText(sizeBytes), align: 'right' },
    { title: 'CREATED', text: ({ createdAt }) => `${ageText(createdAt, nowMs)} ago` },
    { title: 'COMMAND', text: ({ command }) => joinShellWords(command), leastWidth: 10 },
  ];
}
