import { Command } from 'commander';
import type { PrunedItem } from '../../../core/api/index.ts';
import { sizeText } from '../../words/size.ts';
import { examples, type Invoke } from '../invoke.ts';
import { prunedJson } from '../present/image-json.ts';

interface PruneFlags {
  readonly dryRun?: boolean;
  readonly all?: boolean;
}

const nounOf: Readonly<Record<PrunedItem['kind'], string>> = {
  image: 'image',
  layer: 'layer',
  content: 'content',
  partial: 'unfinished download',
};

export function imagePruneCommand(invoke: Invoke): Command {
  return new Command('prune')
    .description('Remove what no image and no container needs: layers, content, unfinished downloads')
    .option('--dry-run', 'only say what would be removed')
    .option('-a, --all', 'also the images that no container is made of')
    .addHelpText('after', examples(['conmanctl image prune --dry-run', 'conmanctl image prune --all']))
    .action(
      invoke(async (call, { dryRun = false, all = false }: PruneFlags) => {
        const items = await (await call.engine()).pruneImages({ dryRun, all });
        if (call.wantsJson) return await call.json(prunedJson(items));
        for (const { kind, id, sizeBytes } of items) await call.print(`${nounOf[kind]} ${id}  ${sizeText(sizeBytes)}`);
        const bytes = items.reduce((sum, { sizeBytes, kind }) => sum + (kind === 'image' ? 0 : sizeBytes), 0);
        await call.print(`${dryRun ? 'Would free' : 'Freed'} ${sizeText(bytes)}.`);
      }),
    );
}
