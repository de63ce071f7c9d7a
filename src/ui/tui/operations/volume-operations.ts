import type { CreateVolumeOptions } from '../../../core/api/index.ts';
import { doneWith, freed, type OperationRows } from './operation.ts';

export type VolumeOperation =
  | {
      readonly kind: 'create-volume';
      readonly name: string;
      readonly labels: NonNullable<CreateVolumeOptions['labels']>;
    }
  | { readonly kind: 'remove-volume'; readonly itemId: string; readonly name: string }
  /** What would go, for the question that comes before. */
  | { readonly kind: 'try-prune-volumes'; readonly all: boolean }
  | { readonly kind: 'prune-volumes'; readonly all: boolean };

export const volumeOperationRows: OperationRows<VolumeOperation> = {
  'create-volume': {
    ...{ plain: 'make the volume', going: 'making the volume' },
    command: ({ name, labels }) => [
      ...['volume', 'create', ...Object.entries(labels).flatMap(([key, value]) => ['--label', `${key}=${value}`])],
      name,
    ],
    run: (engine, { name, labels }) => doneWith(engine.createVolume({ name, labels })),
  },
  'remove-volume': {
    ...{ plain: 'remove the volume', going: 'removing' },
    command: ({ name }) => ['volume', 'remove', name],
    run: (engine, { name }) => doneWith(engine.removeVolume(name)),
  },
  'try-prune-volumes': {
    ...{ plain: 'look for unused volumes', going: 'looking for unused volumes', isReading: true },
    async run(engine, { all }) {
      const unused = await engine.pruneVolumes({ all, dryRun: true });
      const items = unused.map(({ name, sizeBytes }) => ({ kind: 'volume', id: name, sizeBytes }));
      return { kind: 'prune', items, operation: { kind: 'prune-volumes', all } };
    },
  },
  'prune-volumes': {
    ...{ plain: 'remove the unused volumes', going: 'removing the unused volumes' },
    command: ({ all }) => ['volume', 'prune', '--force', ...(all ? ['--all'] : [])],
    run: async (engine, { all }) => freed(await engine.pruneVolumes({ all })),
  },
};
