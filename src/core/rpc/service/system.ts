import type { SystemOperations } from '../../api/system-operations.ts';
import { eventToWire } from '../convert-event.ts';
import type { ConmanServer } from '../generated/conman.ts';
import { estimatedEventBytes, streaming, unary } from './handlers.ts';

export function systemMethods(engine: SystemOperations) {
  return {
    version: unary(async () => {
      const version = await engine.version();
      return { ...version, runtimes: [...version.runtimes], pid: BigInt(version.pid) };
    }),
    events: streaming(
      (_request, abort) => events(engine, abort),
      () => estimatedEventBytes,
    ),
  } satisfies Partial<ConmanServer>;
}

async function* events(engine: SystemOperations, abort: AbortSignal) {
  for await (const event of engine.events(abort)) yield eventToWire(event);
}
