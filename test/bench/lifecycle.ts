/**
 * The life of a container through conmand beside raw runc and podman, in one run, round by round.
 * Needs root, a build, runc; podman is measured where it is installed.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { atMost, type Figure, median, peer, report } from './figures.ts';
import { type PrivateDaemon, startPrivateDaemon } from './private-daemon.ts';
import { RawRunc, run, type Spec } from './raw-runc.ts';
import { isInstalled, takeTurns, timed } from './turns.ts';

type Engine = PrivateDaemon['engine'];

const rounds = Number(process.argv[2] ?? 20);
const daemon = await startPrivateDaemon();
try {
  const kept = [await lifecycle(daemon), await manyContainers(daemon)].every(Boolean);
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
    atMost('conmand / runc, median of pairs', medianRatio(conmandMs, runcMs), 1.5, 'x'),
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
  return run('podman', ['--cgroup-manager=cgroupfs', ...flags]);
}
