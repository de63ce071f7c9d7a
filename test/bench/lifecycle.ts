/**
 * The life of a container through conmand beside raw runc and podman, in one run, round by round.
 * Needs root, a build, runc; podman is measured where it is installed.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { atMost, type Figure, median, peer, report } from './figures.ts';
import { type PrivateDaemon, startPrivateDaemon } from './private-daemon.ts';

const rounds = Number(process.argv[2] ?? 20);
const daemon = await startPrivateDaemon();
try {
  const kept = [await lifecycle(daemon), await manyContainers(daemon)].every(Boolean);
  process.exitCode = kept ? 0 : 1;
} finally {
  await daemon.close();
}

async function lifecycle({ engine, rootfs, directory }: PrivateDaemon): Promise<boolean> {
  const bundle = runcBundle(join(directory, 'bundle'), rootfs);
  const runcRoot = join(directory, 'raw-runc');
  const withPodman = isInstalled('podman');
  const times = { conman: [] as number[], runc: [] as number[], podman: [] as number[] };
  // The first of each warms caches and is not counted.
  for (let round = 0; round <= rounds; round++) {
    const runc = await timed(() => rawRunc(runcRoot, bundle, `raw-${process.pid}-${round}`));
    const conman = await timed(async () => {
      const exited = nextExit(engine);
      await exited.subscribed;
      const { id } = await engine.createContainer({ name: `bench-${round}`, image: rootfs, command: ['/bin/true'] });
      await engine.startContainer(id);
      await exited.seen;
      await engine.removeContainer(id);
    });
    const podman = withPodman ? await timed(() => podmanRun(rootfs)) : Number.NaN;
    if (round === 0) continue;
    times.runc.push(runc);
    times.conman.push(conman);
    times.podman.push(podman);
  }
  const ratio = median(times.conman.map((value, i) => value / (times.runc[i] ?? Number.NaN)));
  const figures: Figure[] = [
    peer('runc create, start, wait, delete', median(times.runc), 'ms'),
    peer('the same through conmand', median(times.conman), 'ms'),
    atMost('conmand / runc, median of pairs', ratio, 1.5, 'x'),
  ];
  if (withPodman) {
    figures.push(peer('podman run --rm --net=none', median(times.podman), 'ms'));
    figures.push(
      atMost(
        'conmand / podman, median of pairs',
        median(times.conman.map((value, i) => value / (times.podman[i] ?? 1))),
        1,
        'x',
      ),
    );
  }
  return report(`A container's life: create, start, exit, remove (${rounds} rounds)`, figures);
}

async function manyContainers({ engine, rootfs, pid }: PrivateDaemon): Promise<boolean> {
  for (let i = 0; i < 100; i++) {
    const { id } = await engine.createContainer({ name: `many-${i}`, image: rootfs, command: ['/bin/sleep', '1000'] });
    await engine.startContainer(id);
  }
  const rss = Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  const lists: number[] = [];
  for (let i = 0; i < 50; i++) lists.push(await timed(() => engine.listContainers()));
  return report('conmand with 100 running containers', [
    atMost('resident memory', rss, 90, 'MB'),
    peer('ListContainers, median of 50', median(lists), 'ms'),
  ]);
}

/** Resolves `seen` at the first exit event after `subscribed`. */
function nextExit(engine: PrivateDaemon['engine']): {
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

async function rawRunc(root: string, bundle: string, id: string): Promise<void> {
  const pidFile = join(bundle, 'pid');
  await run('runc', ['--root', root, 'create', '--bundle', bundle, '--pid-file', pidFile, id]);
  const pid = Number(readFileSync(pidFile, 'utf8'));
  await run('runc', ['--root', root, 'start', id]);
  while (isRunning(pid)) await new Promise((resolve) => setImmediate(resolve));
  await run('runc', ['--root', root, 'delete', id]);
}

/** A zombie has ended, whoever is to reap it. */
function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2)[0] !== 'Z';
  } catch {
    return false;
  }
}

function runcBundle(bundle: string, rootfs: string): string {
  mkdirSync(bundle, { recursive: true });
  execFileSync('runc', ['spec', '--bundle', bundle]);
  const path = join(bundle, 'config.json');
  const spec = JSON.parse(readFileSync(path, 'utf8'));
  spec.process.terminal = false;
  spec.process.args = ['/bin/true'];
  spec.root.path = rootfs;
  spec.linux.cgroupsPath = `/conman-bench-raw-${process.pid}/raw`;
  writeFileSync(path, JSON.stringify(spec));
  return bundle;
}

function podmanRun(rootfs: string): Promise<void> {
  const limits = ['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1024:1024'];
  const flags = ['run', '--rm', '--net=none', '--cgroupns=host', ...limits, '--rootfs', rootfs, '/bin/true'];
  return run('podman', ['--cgroup-manager=cgroupfs', ...flags]);
}

async function run(file: string, args: readonly string[]): Promise<void> {
  const child = spawn(file, args, { stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function isInstalled(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
