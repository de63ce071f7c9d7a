import { Command } from 'commander';
import type { FileChange } from '../../../core/api/index.ts';
import { displayText } from '../../words/display-text.ts';
import { examples, type Invoke, refDescription } from '../invoke.ts';
import { changesJson } from '../present/image-json.ts';

const letterOf: Readonly<Record<FileChange['kind'], string>> = { added: 'A', changed: 'C', deleted: 'D' };

export function containerDiffCommand(invoke: Invoke): Command {
  return new Command('diff')
    .description("Show what a container has added (A), changed (C) and deleted (D) of its image's files")
    .argument('<ref>', refDescription)
    .addHelpText('after', examples(['conmanctl container diff web']))
    .action(
      invoke(async (call, ref: string) => {
        const changes = await (await call.engine()).containerChanges(ref);
        if (call.wantsJson) return await call.json(changesJson(changes));
        for (const { kind, path } of changes) await call.print(`${letterOf[kind]} ${displayText(path)}`);
      }),
    );
}
