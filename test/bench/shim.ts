/** What the shim costs, beside the limit (nothing between) and conmon, all measured in this run: `npm run bench:shim`. */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { atMost, type Figure, median, peer, report } from './figures.ts';
import { programsDir, ServedContainer, type Server } from './served-container.ts';

const run = promisify(execFile);
const program = (name: string) => join(programsDir, name);
const hasConmon = execFileSync('sh', ['-c', 'command -v conmon || true']).length > 0;
const servers: readonly Server[] = hasConmon ? ['conman-shim', 'conmon'] : ['conman-shim'];

/** A row with our limit for our shim, a point of comparison for conmon. */
function figure(server: Server, what: string, value: number, limit: number, unit: string): Figure {
  return server === 'conman-shim' ? atMost(what, value, limit, unit) : peer(`${what}: conmon`, value, unit);
}

async function idleMemory(server: Server): Promise<number> {
  // Several at once: program text that two share is nobody's private memory.
  const containers = [1, 2, 3].map(() => new ServedContainer(server, 'exec sleep 1000'));
  await using all = new AsyncDisposableStack();
  for (const container of containers) {
    all.use(container);
    await container.create();
    await container.start();
  }
  await delay(200);
  return median(containers.map((container) => container.privateKilobytes()));
}

async function memoryAfterLogs(server: Server): Promise<number> {
  const log = `${program('log-source')} 500000000 65536; echo done >$0.done; exec sleep 1000`;
  await using container = new ServedContainer(server, log);
  await using neighbour = new ServedContainer(server, 'exec sleep 1000');
  await container.create();
  await neighbour.create();
  await container.start();
  execFileSync('sh', ['-c', `until [ -e ${container.dir}/init.sh.done ]; do sleep 0.05; done`]);
  await delay(1500);
  return container.privateKilobytes();
}

/**
 * Microseconds with nothing between, and how many times that through each server. On one CPU: where the scheduler of a
 * busy machine puts three processes would be measured otherwise, not their work.
 */
async function roundTrips(tty: boolean): Promise<{ direct: number; ratios: number[] }> {
  const script = tty ? 'stty raw -echo; exec /bin/busybox cat' : 'exec /bin/busybox cat';
  const containers = servers.map((server) => new ServedContainer(server, script, tty));
  await using all = new AsyncDisposableStack();
  for (const container of containers) {
    all.use(container);
    await container.create();
    await container.start();
    await container.pin();
  }
  const served = containers.map(({ attachPath }, i) => `${servers[i] === 'conmon' ? 'conmon' : 'shim'}:${attachPath}`);
  const paths = [tty ? 'pty' : 'pipe', ...served];
  const { stdout } = await run('taskset', ['-c', '0', program('round-trip'), '1000', ...paths]);
  const [direct = Number.NaN, ...medians] = stdout.trim().split('\n').map(Number);
  return { direct, ratios: medians.map((us) => us / direct) };
}

/** What a copy without any formatting reads from: what the shim does (docs/adr/0044), and what conmon does. */
const rawCopies = ['raw copy', 'raw copy, no name'] as const;

/** Megabytes of container output a second, from the first byte to the exit file. */
async function logSpeed(
  server: Server | (typeof rawCopies)[number],
  writeSize: number,
  bytes: number,
): Promise<number> {
  const source = `${program('log-source')} ${bytes} ${writeSize}`;
  if (server !== 'raw copy' && server !== 'raw copy, no name') {
    await using container = new ServedContainer(server, `exec ${source}`);
    await container.create();
    return bytes / 1e3 / (await container.run());
  }
  const dir = mkdtempSync('/dev/shm/sb-');
  const copy = `${program('raw-copy')} ${dir}/log`;
  execFileSync('mkfifo', [`${dir}/fifo`]);
  const both = server === 'raw copy' ? `${source} 1<>${dir}/fifo & ${copy} <${dir}/fifo; wait` : `${source} | ${copy}`;
  const startedAtMs = performance.now();
  const child = spawn('sh', ['-c', both], { stdio: 'inherit' });
  await once(child, 'exit');
  const tookMs = performance.now() - startedAtMs;
  rmSync(dir, { recursive: true });
  return bytes / 1e3 / tookMs;
}

async function createTime(server: Server): Promise<number> {
  await using container = new ServedContainer(server, 'exit 0');
  return await container.createTime(50);
}

const middle = (...samples: number[]): number => median(samples);

/** One number from several rounds in which all take turns, so that a busy moment hits all alike. */
async function inTurns<Name extends string>(
  best: (...samples: number[]) => number,
  names: readonly Name[],
  measure: (name: Name) => Promise<number>,
): Promise<(name: Name) => number> {
  const samples = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = 0; round < 9; round++) {
    for (const name of names) samples.get(name)?.push(await measure(name));
  }
  return (name) => best(...(samples.get(name) ?? []));
}

async function figures(): Promise<Figure[]> {
  const rows: Figure[] = [];
  for (const server of servers) {
    rows.push(figure(server, 'private memory, idle', await idleMemory(server), 64, 'kB'));
    rows.push(figure(server, 'private memory after 500 MB of logs', await memoryAfterLogs(server), 256, 'kB'));
  }
  for (const tty of [true, false]) {
    const rounds: Awaited<ReturnType<typeof roundTrips>>[] = [];
    for (let i = 0; i < 5; i++) rounds.push(await roundTrips(tty));
    const what = `attach round trip, ${tty ? 'tty' : 'pipes'}`;
    rows.push(peer(`${what}: nothing between`, median(rounds.map(({ direct }) => direct)), 'us'));
    const [ours = Number.NaN, conmons] = servers.map((_, i) =>
      median(rounds.map(({ ratios }) => ratios[i] ?? Number.NaN)),
    );
    rows.push(tty ? peer(what, ours, 'x') : atMost(what, ours, 3.5, 'x'));
    if (conmons === undefined) continue;
    rows.push(peer(`${what}: conmon`, conmons, 'x'));
    // How long a terminal's bytes wait in the kernel differs from day to day: docs/adr/0013.
    rows.push(atMost(`${what}: the shim against conmon`, ours / conmons, 1.05, 'x'));
  }
  for (const [what, writeSize, bytes, share] of [
    ['large writes', 65_536, 400_000_000, 0.65],
    ['a write per line', 100, 100_000_000, 0.85],
  ] as const) {
    // Its best round is not what the copy is like: now and then both ends happen to run in step.
    const speed = await inTurns(middle, [...rawCopies, ...servers], (server) => logSpeed(server, writeSize, bytes));
    for (const copy of rawCopies) rows.push(peer(`formatted log, ${what}: ${copy}`, speed(copy), 'MB/s'));
    for (const server of servers) {
      rows.push(
        figure(
          server,
          `formatted log, ${what}: time`,
          speed(server === 'conmon' ? 'raw copy, no name' : 'raw copy') / speed(server),
          Math.round(100 / share) / 100,
          'x',
        ),
      );
    }
  }
  // What else runs on the machine only ever makes a round slower.
  const ms = await inTurns(Math.min, ['bare', ...servers], createTime);
  for (const server of servers) rows.push(figure(server, 'added to create', ms(server) - ms('bare'), 1, 'ms'));
  return rows;
}

execFileSync('make', ['-s', '-C', resolve(import.meta.dirname, '../../src/shim'), 'all', 'probes'], {
  stdio: 'inherit',
});
process.exitCode = report('Shim', await figures()) ? 0 : 1;
