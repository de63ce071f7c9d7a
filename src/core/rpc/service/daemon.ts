import type { DaemonOperations } from '../../api/daemon-operations.ts';
import type { ConmanServer, DaemonLogRequest } from '../generated/conman.ts';
import { streaming, unary } from './handlers.ts';

export function daemonMethods(engine: DaemonOperations) {
  return {
    metrics: unary(async () => ({ text: await engine.metrics() })),
    daemonLog: streaming(
      (request, abort) => lines(engine, request, abort),
      ({ line }) => line.length,
    ),
    restartDaemon: unary(async ({ force }) => {
      await engine.restartDaemon({ force });
      return {};
    }),
  } satisfies Partial<ConmanServer>;
}

async function* lines(engine: DaemonOperations, { tail, follow }: DaemonLogRequest, abort: AbortSignal) {
  for await (const line of engine.daemonLog({ tail, follow }, abort)) yield { line };
}
