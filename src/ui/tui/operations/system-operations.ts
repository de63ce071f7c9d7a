import { doneWith, type OperationRows } from './operation.ts';

export type SystemOperation = { readonly kind: 'restart-daemon'; readonly force: boolean };

export const systemOperationRows: OperationRows<SystemOperation> = {
  'restart-daemon': {
    ...{ plain: 'restart conmand', going: 'restarting conmand' },
    command: ({ force }) => ['daemon', 'restart', ...(force ? ['--force'] : [])],
    run: (engine, { force }) => doneWith(engine.restartDaemon({ force })),
  },
};
