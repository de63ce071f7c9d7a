import { Command } from 'commander';
import type { ContainerEngine, DiskUsage } from '../../../core/api/index.ts';
import { sizeText } from '../../words/size.ts';
import { examples, type Invoke } from '../invoke.ts';
import { type Column, tableLines } from '../present/table.ts';
import { usageJson } from '../present/volume-json.ts';
import { addPruneOptions, type Prunable, type PruneFlags, prune } from '../prune.ts';
import { pruneVolumes } from './volume.ts';

export function systemDiskCommand(invoke: Invoke): Command {
  return new Command('df')
    .description('Show what takes room on disk')
    .option('-v, --verbose', 'each image, container and volume')
    .addHelpText('after', examples(['conmanctl system df', 'conmanctl system df -v']))
    .action(
      invoke(async (call, flags: { readonly verbose?: boolean }) => {
        const abort = new AbortController();
        const restore = call.context.onSignal('SIGINT', () => abort.abort());
        try {
          const usage = await (await call.engine()).diskUsage(abort.signal);
          if (call.wantsJson) return await call.json(usageJson(usage));
          const { heading } = call.palette;
          const rows = flags.verbose ? items(usage) : kinds(usage);
          const columns = flags.verbose ? itemColumns : kindColumns;
          await call.print(
            tableLines(rows, columns as readonly Column<Item>[], { width: undefined, heading }).join('\n'),
          );
        } finally {
          restore();
        }
      }),
    );
}

interface Item {
  readonly kind: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly reclaimable: boolean;
  readonly count: number;
  readonly reclaimableBytes: number;
}

const kindColumns: readonly Column<Item>[] = [
  { title: 'KIND', text: ({ kind }) => kind },
  { title: 'COUNT', text: ({ count }) => String(count), align: 'right' },
  { title: 'SIZE', text: ({ sizeBytes }) => sizeText(sizeBytes), align: 'right' },
  { title: 'COULD GO', text: ({ reclaimableBytes }) => sizeText(reclaimableBytes), align: 'right' },
];

const itemColumns: readonly Column<Item>[] = [
  { title: 'KIND', text: ({ kind }) => kind },
  { title: 'NAME', text: ({ name }) => name, leastWidth: 12 },
  { title: 'SIZE', text: ({ sizeBytes }) => sizeText(sizeBytes), align: 'right' },
  { title: 'COULD GO', text: ({ reclaimable }) => (reclaimable ? 'yes' : 'no') },
];

function items({ containers, volumes, images }: DiskUsage): Item[] {
  const of = (kind: string, one: { name: string; sizeBytes: number; reclaimable: boolean }): Item => ({
    ...{ kind, name: one.name, sizeBytes: one.sizeBytes, reclaimable: one.reclaimable, count: 1 },
    reclaimableBytes: one.reclaimable ? one.sizeBytes : 0,
  });
  return [
    ...images.map((image) => of('image', image)),
    ...containers.map((one) => of('container', { ...one, sizeBytes: one.sizeBytes + one.logBytes })),
    ...volumes.map((volume) => of('volume', volume)),
  ];
}

/** One row for each kind, also for those of which there are none. */
function kinds(usage: DiskUsage): Item[] {
  return ['image', 'container', 'volume'].map((kind) => {
    const those = items(usage).filter((item) => item.kind === kind);
    const sum = (bytes: (item: Item) => number): number => those.reduce((total, item) => total + bytes(item), 0);
    return {
      ...{ kind: `${kind}s`, name: '', reclaimable: false, count: those.length },
      sizeBytes: sum(({ sizeBytes }) => sizeBytes),
      reclaimableBytes: sum(({ reclaimableBytes }) => reclaimableBytes),
    };
  });
}

interface SystemPruneFlags extends PruneFlags {
  readonly all?: boolean;
  readonly volumes?: boolean;
}

export function systemPruneCommand(invoke: Invoke): Command {
  const command = new Command('prune')
    .description('Remove containers that have ended, the anonymous volumes that none has, and what no image needs')
    .option('-a, --all', 'also images that no container is made of')
    .option('--volumes', 'also volumes that have a name');
  return addPruneOptions(command)
    .addHelpText('after', examples(['conmanctl system prune --dry-run', 'conmanctl system prune --force']))
    .action(
      invoke(async (call, flags: SystemPruneFlags) => {
        const engine = await call.engine();
        await prune(call, flags, async (dryRun) => [
          ...(await pruneContainers(engine, dryRun)),
          ...(await pruneVolumes(engine, flags.volumes ?? false, dryRun)),
          // After the containers, which may have been the last of their images.
          ...(await pruneImages(engine, flags.all ?? false, dryRun)),
        ]);
      }),
    );
}

async function pruneContainers(engine: ContainerEngine, dryRun: boolean): Promise<readonly Prunable[]> {
  return (await engine.pruneContainers({ dryRun })).map((item) => ({ kind: 'container', ...item }));
}

async function pruneImages(engine: ContainerEngine, all: boolean, dryRun: boolean): Promise<readonly Prunable[]> {
  return (await engine.pruneImages({ all, dryRun })).map(({ kind, id, sizeBytes }) => ({ kind, name: id, sizeBytes }));
}
