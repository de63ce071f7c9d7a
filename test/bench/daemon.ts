/**
 * What conmand answers with and how fast: its start beside Node's own, long lists, long logs.
 * Needs root and a build.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerEngine } from '../../src/core/api/index.ts';
import { connectEngine } from '../../src/core/index.ts';
import { serveEngine } from '../../src/core/rpc/server.ts';
import { container } from '../../src/core/rpc/testing/wire-samples.ts';
import { readLog } from '../../src/core/streams/log-reader.ts';
import { atMost, type Figure, median, peer, report } from './figures.ts';
import { startPrivateDaemon } from './private-daemon.ts';

const directory = mkdtempSync('/tmp/cm-bench-');
try {
  const figures = [...(await start()), ...(await longList()), ...(await longLog())];
  process.exitCode = report('conmand: start, lists, logs', figures) ? 0 : 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}

async function start(): Promise<Figure[]> {
  const node: number[] = [];
  const conmand: number[] = [];
  for (let round = 0; round < 10; round++) {
    node.push(await timed(async () => execFileSync(process.execPath, ['-e', '0'])));
    const started = performance.now();
    const daemon = await startPrivateDaemon();
    conmand.push(performance.now() - started);
    await daemon.close();
  }
  return [
    peer('spawn of Node to its end', median(node), 'ms'),
    peer('spawn of conmand to its readiness', median(conmand), 'ms'),
    peer('the same against Node', median(conmand) / median(node), 'x'),
  ];
}

/** Server and client in one process: the encoding, the socket and the decoding. */
async function longList(): Promise<Figure[]> {
  const containers = Array.from({ length: 1000 }, (_, index) => container(index));
  const socket = join(directory, 'c.sock');
  const server = await serveEngine(
    { listContainers: async () => containers } as Partial<ContainerEngine> as ContainerEngine,
    { socketPath: socket },
  );
  const engine = connectEngine(socket);
  const times: number[] = [];
  for (let round = 0; round < 100; round++) times.push(await timed(() => engine.listContainers()));
  engine.close();
  await server.close();
  return [
    atMost('ListContainers, 1,000 containers, median of 100', median(times), 10, 'ms'),
    peer('the best of them', Math.min(...times), 'ms'),
  ];
}

async function longLog(): Promise<Figure[]> {
  const path = join(directory, 'c.log');
  const line = (index: number) => `2026-01-01T00:00:00.000000000Z stdout F line ${index} of a log that is read again\n`;
  writeFileSync(path, Array.from({ length: 100_000 }, (_, index) => line(index)).join(''));
  const whole: number[] = [];
  const tail: number[] = [];
  for (let round = 0; round < 10; round++) {
    whole.push(await timed(() => drain({})));
    tail.push(await timed(() => drain({ tail: 1000 })));
  }
  return [peer('a log of 100,000 lines, whole', median(whole), 'ms'), peer('its last 1,000 lines', median(tail), 'ms')];

  async function drain(options: { readonly tail?: number }): Promise<void> {
    for await (const _chunk of readLog(path, { follow: false, ...options }));
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
