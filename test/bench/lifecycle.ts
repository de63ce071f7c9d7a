/**
 * The life of a container through conmand beside raw runc and podman, in one run, round by round.
 * Needs root, a build, runc; podman is measured where it is installed.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { atMost, type Figure, median, peer, report } from './figures.ts';
import { type PrivateDaemon, startPrivateDaemon } from './private-daemon.ts';
import { RawRunc, run, type Spec } from './raw-runc.ts';
import { isInstalled, takeTurns, timed } from './turns.ts';

type Engine = PrivateDaemon['engine'];

const rounds = Number(process.argv[2] ?? 20);
/** A little longer than conmand waits before it tidies up. */
const restMs = 2_500;
const daemon = await startPrivateDaemon();
try {
  const kept = [
    await lifecycle(daemon),
    await startsTogether(daemon),
    await manyContainers(daemon),
    await manyKnown(daemon),
  ].every(Boolean);
  process.exitCode = kept ? 0 : 1;
} finally {
  await daemon.close();
}

async function lifecycle(daemon: PrivateDaemon): Promise<boolean> {
  const { engine, rootfs, directory } = daemon;
  const command = ['/bin/true'];
  const { id: twin } = await engine.createContainer({ name: 'twin', image: rootfs, command });
  // The same container for both: runc gets what conmand wrote for a twin, its seccomp filter, mounts and root file system.
  const { spec } = await engine.inspectContainer(twin);
  const runc = new RawRunc(join(directory, 'raw'), spec as Spec);
  const plain = new RawRunc(join(directory, 'raw-plain'), plainSpec(spec as Spec, rootfs, command));
  const [runcMs, conmandMs, plainMs, podmanMs] = await takeTurns(rounds, [
    () => timed(() => runc.life()),
    () => timed(() => lifeThroughConmand(engine, rootfs, command)),
    () => timed(() => plain.life()),
    () => timed(async () => (isInstalled('podman') ? podmanRun(rootfs) : undefined)),
  ]);
  await engine.removeContainer(twin);
  const figures: Figure[] = [
    peer('runc create, start, wait, delete; of the same container', median(runcMs), 'ms'),
    peer("the same of `runc spec`'s container, without seccomp", median(plainMs), 'ms'),
    peer('the same through conmand', median(conmandMs), 'ms'),
    atMost('conmand / runc, median of pairs', medianRatio(conmandMs, runcMs), 1.3, 'x'),
    peer("conmand / runc on `runc spec`'s container", medianRatio(conmandMs, plainMs), 'x'),
  ];
  if (isInstalled('podman')) {
    figures.push(peer('podman run --rm --net=none', median(podmanMs), 'ms'));
    figures.push(atMost('conmand / podman, median of pairs', medianRatio(conmandMs, podmanMs), 1, 'x'));
  }
  return report(`A container's life: create, start, exit, remove (${rounds} rounds)`, figures);
}

async function lifeThroughConmand(engine: Engine, image: string, command: readonly string[]): Promise<void> {
  const exited = nextExit(engine);
  await exited.subscribed;
  const { id } = await engine.createContainer({ name: 'bench', image, command });
  await engine.startContainer(id);
  await exited.seen;
  await engine.removeContainer(id);
}

function medianRatio(values: readonly number[], others: readonly number[]): number {
  return median(values.map((value, i) => value / (others[i] ?? Number.NaN)));
}

/** Starts of fifty containers that were created before, all at once: `runc start` by hand beside conmand. */
async function startsTogether(daemon: PrivateDaemon): Promise<boolean> {
  const { engine, directory } = daemon;
  const root = ['--root', join(directory, 'runc')];
  const [runcMs, conmandMs] = await takeTurns(5, [
    () => startFifty(daemon, (id) => run('runc', [...root, 'start', id])),
    () => startFifty(daemon, (id) => engine.startContainer(id)),
  ]);
  return report('50 starts in parallel, median of 5', [
    peer('by runc, per container', median(runcMs) / 50, 'ms'),
    peer('by conmand, per container', median(conmandMs) / 50, 'ms'),
    atMost('conmand / runc', median(conmandMs) / median(runcMs), 1, 'x'),
  ]);
}

/** The time of the starts alone, in ms. */
async function startFifty({ engine, rootfs }: PrivateDaemon, start: (id: string) => Promise<unknown>): Promise<number> {
  const ids: string[] = [];
  for (let index = 0; index < 50; index++) {
    const options = { name: `together-${index}`, image: rootfs, command: ['/bin/sleep', '1000'] };
    ids.push((await engine.createContainer(options)).id);
  }
  const tookMs = await timed(() => Promise.all(ids.map(start)));
  for (const id of ids) await engine.removeContainer(id, { force: true });
  return tookMs;
}

async function manyContainers({ engine, rootfs, pid }: PrivateDaemon): Promise<boolean> {
  for (let i = 0; i < 100; i++) {
    const { id } = await engine.createContainer({ name: `many-${i}`, image: rootfs, command: ['/bin/sleep', '1000'] });
    await engine.startContainer(id);
  }
  const lists: number[] = [];
  for (let i = 0; i < 50; i++) lists.push(await timed(() => engine.listContainers()));
  await delay(restMs);
  return report('conmand with 100 running containers', [
    atMost('resident memory', residentMb(pid), 90, 'MB'),
    peer('ListContainers, median of 50', median(lists), 'ms'),
  ]);
}

/** Five hundred and then a thousand containers that have ended, copies of one on disk. */
async function manyKnown(daemon: PrivateDaemon): Promise<boolean> {
  const { engine, rootfs, directory } = daemon;
  for (const { id } of await engine.listContainers()) await engine.removeContainer(id, { force: true });
  const { id: first } = await engine.createContainer({ name: 'known', image: rootfs, command: ['/bin/true'] });
  const ended = engine.waitContainer(first);
  await engine.startContainer(first);
  await ended;
  const figures: Figure[] = [];
  for (const [from, to] of [
    [1, 500],
    [500, 1000],
  ] as const) {
    await daemon.restart(() => copyContainer(join(directory, 'lib'), first, from, to));
    const lists: number[] = [];
    for (let i = 0; i < 50; i++) lists.push(await timed(() => engine.listContainers()));
    // What work has left behind is collected once it has ended.
    await delay(restMs);
    const [before, startMs] = [cpuMs(daemon.pid), performance.now()];
    await delay(5000);
    const idle = ((cpuMs(daemon.pid) - before) / (performance.now() - startMs)) * 100;
    figures.push(
      to === 500
        ? atMost('resident memory, 500 known', residentMb(daemon.pid), 100, 'MB')
        : atMost('ListContainers, 1,000 known, median of 50', median(lists), 10, 'ms'),
      atMost(`idle for 5 s, ${to} known`, idle, 0.2, '% of a core'),
    );
  }
  await daemon.restart(() => removeCopies(join(directory, 'lib'), first));
  return report('conmand with containers that have ended', figures);
}

function copyContainer(lib: string, first: string, from: number, to: number): void {
  const record = readFileSync(join(lib, 'containers', first, 'record.json'), 'utf8');
  for (let index = from; index < to; index++) {
    const id = index.toString(16).padStart(32, '0');
    mkdirSync(join(lib, 'containers', id));
    const own = record.replaceAll(first, id).replace('"name": "known"', `"name": "known-${index}"`);
    writeFileSync(join(lib, 'containers', id, 'record.json'), own);
    cpSync(join(lib, 'exits', first), join(lib, 'exits', id));
  }
}

/** They own nothing but these two files. */
function removeCopies(lib: string, first: string): void {
  for (const place of ['containers', 'exits']) {
    for (const id of readdirSync(join(lib, place))) if (id !== first) rmSync(join(lib, place, id), { recursive: true });
  }
}

function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** From fields 14 and 15 of proc_pid_stat(5), in clock ticks of 10 ms. */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Resolves `seen` at the first exit event after `subscribed`. */
function nextExit(engine: Engine): {
  readonly subscribed: Promise<void>;
  readonly seen: Promise<void>;
} {
  const subscribed = Promise.withResolvers<void>();
  const seen = Promise.withResolvers<void>();
  const abort = new AbortController();
  const watch = async () => {
    for await (const event of engine.events(abort.signal)) {
      if (event.kind === 'snapshot') subscribed.resolve();
      if (event.kind === 'container' && event.type === 'exited') break;
    }
    seen.resolve();
    abort.abort();
  };
  watch().catch(seen.reject);
  return { subscribed: subscribed.promise, seen: seen.promise };
}

/** What `runc spec` writes, for the same command. */
function plainSpec({ linux }: Spec, rootfs: string, command: readonly string[]): Spec {
  const directory = mkdtempSync('/tmp/cm-bench-spec-');
  execFileSync('runc', ['spec', '--bundle', directory]);
  const spec = JSON.parse(readFileSync(join(directory, 'config.json'), 'utf8'));
  rmSync(directory, { recursive: true });
  return {
    ...spec,
    process: { ...spec.process, terminal: false, args: command },
    root: { ...spec.root, path: rootfs },
    linux: { ...spec.linux, cgroupsPath: linux.cgroupsPath },
  };
}

function podmanRun(rootfs: string): Promise<void> {
  const limits = ['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1024:1024'];
  const flags = ['run', '--rm', '--net=none', '--cgroupns=host', ...limits, '--rootfs', rootfs, '/bin/true'];
  return run('podman', ['--runtime=/usr/bin/runc', '--cgroup-manager=cgroupfs', ...flags]);
}
