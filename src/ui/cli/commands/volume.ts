import { Command } from 'commander';
import type { ContainerEngine, Volume } from '../../../core/api/index.ts';
import { parsePairs } from '../../input/values.ts';
import { ageText } from '../../words/age.ts';
import { collect } from '../common-options.ts';
import { examples, type Invoke } from '../invoke.ts';
import { shortIdLength } from '../present/container-table.ts';
import { type Column, tableLines } from '../present/table.ts';
import { volumeJson, volumesJson } from '../present/volume-json.ts';
import { addPruneOptions, type Prunable, type PruneFlags, prune } from '../prune.ts';
import { forEachRef } from './for-each-ref.ts';

export function volumeListCommand(invoke: Invoke): Command {
  return new Command('list')
    .alias('ls')
    .description('List all volumes')
    .option('-q, --quiet', 'names only, one a line')
    .addHelpText('after', examples(['conmanctl volume list']))
    .action(
      invoke(async (call, flags: { readonly quiet?: boolean }) => {
        const volumes = await (await call.engine()).listVolumes();
        if (flags.quiet) {
          if (volumes.length > 0) await call.print(volumes.map(({ name }) => name).join('\n'));
          return;
        }
        if (call.wantsJson) return await call.json(volumesJson(volumes));
        const { stdout, nowMs } = call.context;
        const width = stdout.isTTY ? stdout.columns : undefined;
        await call.print(tableLines(volumes, columns(nowMs()), { width, heading: call.palette.heading }).join('\n'));
      }),
    );
}

function columns(nowMs: number): readonly Column<Volume>[] {
  const users = (ids: readonly string[]): string => ids.map((id) => id.slice(0, shortIdLength)).join(', ');
  return [
    { title: 'NAME', text: ({ name }) => name, leastWidth: 12 },
    { title: 'CREATED', text: ({ createdAt }) => `${ageText(createdAt, nowMs)} ago` },
    { title: 'USED BY', text: ({ usedBy }) => users(usedBy), leastWidth: shortIdLength },
    { title: 'MOUNTPOINT', text: ({ mountpoint }) => mountpoint, leastWidth: 10 },
  ];
}

export function volumeCreateCommand(invoke: Invoke): Command {
  return new Command('create')
    .description('Make a volume; `-v NAME:/path` makes those that are missing by itself')
    .argument('[name]', 'letters, digits, and _ . - after the first (default: one that nobody names)')
    .option('-l, --label <key=value>', 'attach a label (repeatable)', collect)
    .addHelpText('after', examples(['conmanctl volume create data']))
    .action(
      invoke(async (call, name: string | undefined, flags: { readonly label?: readonly string[] }) => {
        const labels = parsePairs(flags.label ?? [], 'a label');
        const volume = await (await call.engine()).createVolume({ name, labels });
        await (call.wantsJson ? call.json(volumeJson(volume)) : call.print(volume.name));
      }),
    );
}

export function volumeInspectCommand(invoke: Invoke): Command {
  return new Command('inspect')
    .description('Show all there is to know about a volume')
    .argument('<name>', 'name of a volume')
    .addHelpText('after', examples(['conmanctl volume inspect data']))
    .action(
      invoke(async (call, name: string) => {
        const volume = volumeJson(await (await call.engine()).inspectVolume(name));
        await (call.wantsJson ? call.json(volume) : call.print(JSON.stringify(volume, undefined, 2)));
      }),
    );
}

export function volumeRemoveCommand(invoke: Invoke): Command {
  return new Command('remove')
    .alias('rm')
    .description('Remove volumes with all that is in them; one that a container has is not removed')
    .argument('<name...>', 'name of a volume')
    .addHelpText('after', examples(['conmanctl volume remove data']))
    .action(
      invoke(async (call, names: readonly string[]) => {
        const engine = await call.engine();
        return await forEachRef(call, names, (name) => engine.removeVolume(name));
      }),
    );
}

export function volumePruneCommand(invoke: Invoke): Command {
  const command = new Command('prune')
    .description('Remove the anonymous volumes that no container has')
    .option('-a, --all', 'also those that have a name');
  return addPruneOptions(command)
    .addHelpText('after', examples(['conmanctl volume prune --dry-run', 'conmanctl volume prune --all --force']))
    .action(
      invoke(async (call, flags: PruneFlags & { readonly all?: boolean }) => {
        const engine = await call.engine();
        await prune(call, flags, (dryRun) => pruneVolumes(engine, flags.all ?? false, dryRun));
      }),
    );
}

export async function pruneVolumes(
  engine: ContainerEngine,
  all: boolean,
  dryRun: boolean,
): Promise<readonly Prunable[]> {
  return (await engine.pruneVolumes({ all, dryRun })).map((item) => ({ kind: 'volume', ...item }));
}
