/**
 * Serves a thousand busy containers that are made up, for the real conman-tui: `node thousand-engine.ts SOCKET`. Prints
 * READY when it listens.
 */
import type { ContainerSummary } from '../../../src/core/api/index.ts';
import { serveEngine } from '../../../src/core/rpc/server.ts';
import { DemoEngine } from '../../../src/ui/demo/demo-engine.ts';

const [socketPath] = process.argv.slice(2);
if (socketPath === undefined) throw new Error('usage: thousand-engine.ts SOCKET');
const startedAt = BigInt(Date.now() - 7_200_000) * 1_000_000n;

function busyContainer(index: number): ContainerSummary {
  return {
    id: index.toString(16).padStart(4, '0').repeat(8),
    name: `web-${index + 1}`,
    state: 'running',
    createdAt: startedAt,
    startedAt,
    finishedAt: 0n,
    exit: undefined,
    image: 'busybox',
    command: ['httpd', '-f', '-p', '8080'],
    tty: false,
    stdin: false,
    pid: 4_711 + index,
    logBytesLost: 0n,
    message: '',
    labels: { app: `app-${index % 20}` },
  };
}

const engine = new DemoEngine({ containers: Array.from({ length: 1_000 }, (_, index) => busyContainer(index)) });
await serveEngine(engine, { socketPath });
console.log('READY');
