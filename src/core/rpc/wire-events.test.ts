import { expect, test } from 'vitest';
import type { EngineEvent } from '../api/event.ts';
import { Wire } from './testing/wire.ts';
import { container, network } from './testing/wire-samples.ts';

const wire = new Wire();

test('events end when the subscriber aborts, and the engine learns it', async () => {
  const { promise: left, resolve } = Promise.withResolvers<void>();
  const engine = await wire.serve({
    async *events(abort): AsyncGenerator<EngineEvent> {
      yield { kind: 'snapshot', containers: [container(1)], execs: [], networks: [network] };
      yield { kind: 'network', type: 'changed', at: 8n, network };
      yield { kind: 'container', type: 'removed', at: 9n, container: container(1) };
      await new Promise<void>((wait) => abort?.addEventListener('abort', () => wait()));
      resolve();
    },
  });
  const abort = new AbortController();
  const seen: EngineEvent[] = [];
  for await (const event of engine.events(abort.signal)) {
    seen.push(event);
    if (seen.length === 3) abort.abort();
  }
  expect(seen).toEqual([
    { kind: 'snapshot', containers: [container(1)], execs: [], networks: [network] },
    { kind: 'network', type: 'changed', at: 8n, network },
    { kind: 'container', type: 'removed', at: 9n, container: container(1) },
  ]);
  await left;
});
