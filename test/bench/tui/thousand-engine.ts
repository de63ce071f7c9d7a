/**
 * Serves a thousand busy containers that are made up, for the real conman-tui: `node thousand-engine.ts SOCKET`. Prints
 * READY when it listens.
 */
import { serveEngine } from '../../../src/core/rpc/server.ts';
import { DemoEngine } from '../../../src/ui/demo/demo-engine.ts';
import { sampleContainer } from '../../../src/ui/tui/state/sample.ts';

const [socketPath] = process.argv.slice(2);
if (socketPath === undefined) throw new Error('usage: thousand-engine.ts SOCKET');
const startedAt = BigInt(Date.now() - 7_200_000) * 1_000_000n;
const containers = Array.from({ length: 1_000 }, (_, index) =>
  sampleContainer(`web-${index + 1}`, { createdAt: startedAt, startedAt, labels: { app: `app-${index % 20}` } }),
);
await serveEngine(new DemoEngine({ containers }), { socketPath });
console.log('READY');
