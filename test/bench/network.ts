/**
 * What a network adds to a container through conmand, beside the bare plugins and podman's netavark, in one run, round by
 * round. Needs root, a build and the CNI plugins; podman is measured where it and netavark are installed. To be run in a
 * network namespace of its own (`npm run bench:network`), so that the machine's own network is left alone.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { ContainerNetworkOptions } from '../../src/core/api/index.ts';
import { atMost, type Figure, median, peer, report } from './figures.ts';
import { type PrivateDaemon, startPrivateDaemon } from './private-daemon.ts';
import { isInstalled, takeTurns, timed } from './turns.ts';

const rounds = Number(process.argv[2] ?? 15);
const pluginDirectory = '/usr/lib/cni';
const command = ['/bin/sleep', '1000'];
const netavark = '/usr/lib/podman/netavark';

async function measure({ engine, rootfs, directory }: PrivateDaemon): Promise<boolean> {
  const bridged = { mode: 'networks', connections: [{ network: 'conman' }] } as const;
  const port = (hostPort: number): ContainerNetworkOptions => ({
    ...bridged,
    ports: [{ protocol: 'tcp', hostPort, containerPort: 80 }],
  });
  const plugins = new BarePlugins(directory);
  const podman = existsSync(netavark) && isInstalled('podman') ? new Podman(directory, rootfs) : undefined;
  const start = async (network: ContainerNetworkOptions): Promise<number> => {
    const ms = await timed(async () => {
      const { id } = await engine.createContainer({ name: 'bench', image: rootfs, command, network });
      await engine.startContainer(id);
    });
    await engine.removeContainer('bench', { force: true });
    return ms;
  };
  const life = (network: ContainerNetworkOptions): Promise<number> =>
    timed(async () => {
      const { id } = await engine.createContainer({ name: 'bench', image: rootfs, command: ['/bin/true'], network });
      await engine.startContainer(id);
      await engine.waitContainer(id);
      await engine.removeContainer(id);
    });
  const [none, bridge, published, bare, barePublished, lifeNone, lifeBridge, podmanNone, podmanBridge] =
    await takeTurns(rounds, [
      () => start({ mode: 'none' }),
      () => start(bridged),
      () => start(port(8080)),
      () => plugins.add(['bridge']),
      () => plugins.add(['bridge', 'portmap']),
      () => life({ mode: 'none' }),
      () => life(bridged),
      async () => (await podman?.run('none')) ?? Number.NaN,
      async () => (await podman?.run('bridge')) ?? Number.NaN,
    ]);
  const added = median(bridge) - median(none);
  const addedPublished = median(published) - median(none);
  const figures: Figure[] = [
    peer('create and start without a network', median(none), 'ms'),
    atMost('what the network conman adds', added, 60, 'ms'),
    peer('bare plugins for the same (bridge, host-local)', median(bare), 'ms'),
    atMost('added / bare plugins', added / median(bare), 1.2, 'x'),
    atMost('what it adds with a published port', addedPublished, 60, 'ms'),
    peer('bare plugins for the same (and portmap)', median(barePublished), 'ms'),
    atMost('added / bare plugins', addedPublished / median(barePublished), 1.2, 'x'),
    peer('added to create, start, exit, remove', median(lifeBridge) - median(lifeNone), 'ms'),
  ];
  if (podman !== undefined) {
    const addedByPodman = median(podmanBridge) - median(podmanNone);
    figures.push(peer('added to podman run --rm by netavark', addedByPodman, 'ms'));
    figures.push(
      atMost('added by conmand / by podman', (median(lifeBridge) - median(lifeNone)) / addedByPodman, 1, 'x'),
    );
  }
  await engine.removeNetwork('conman');
  plugins.close();
  podman?.close();
  return report(`A container's network (${rounds} rounds)`, figures);
}

/** The plugins that conmand would run, run by nobody but this. */
class BarePlugins {
  readonly #directory: string;
  #count = 0;

  constructor(directory: string) {
    this.#directory = mkdtempSync(join(directory, 'bare-'));
  }

  /** Milliseconds of ADD; namespaces and DEL are not counted. */
  async add(types: readonly string[]): Promise<number> {
    const id = `bare-${process.pid}-${this.#count++}`;
    const netns = join(this.#directory, id);
    writeFileSync(netns, '');
    execFileSync('unshare', [`--net=${netns}`, 'ip', 'link', 'set', 'lo', 'up']);
    const env = {
      PATH: process.env['PATH'],
      CNI_PATH: pluginDirectory,
      CNI_CONTAINERID: id,
      CNI_NETNS: netns,
      CNI_IFNAME: 'eth0',
    };
    let prevResult: unknown;
    const call = async (verb: string, type: string): Promise<void> => {
      const answer = await runPlugin(type, { ...this.#config(type), prevResult }, { ...env, CNI_COMMAND: verb });
      if (verb === 'ADD') prevResult = JSON.parse(answer);
    };
    const ms = await timed(async () => {
      for (const type of types) await call('ADD', type);
    });
    for (const type of types.toReversed()) await call('DEL', type);
    execFileSync('umount', [netns]);
    return ms;
  }

  close(): void {
    execFileSync('ip', ['link', 'delete', 'bench0']);
  }

  #config(type: string): object {
    const common = { cniVersion: '1.0.0', name: 'bench', type };
    if (type === 'portmap') {
      const portMappings = [{ hostPort: 8090, containerPort: 80, protocol: 'tcp' }];
      return { ...common, snat: true, runtimeConfig: { portMappings } };
    }
    const ranges = [[{ subnet: '10.222.0.0/24' }]];
    const ipam = { type: 'host-local', dataDir: join(this.#directory, 'ipam'), ranges, routes: [{ dst: '0.0.0.0/0' }] };
    return { ...common, bridge: 'bench0', isGateway: true, hairpinMode: true, ipam };
  }
}

async function runPlugin(type: string, config: object, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(join(pluginDirectory, type), { env, stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stdin.end(JSON.stringify(config));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${type} ended with ${code}: ${said}`);
  return said;
}

/** podman with storage and networks of its own. */
class Podman {
  readonly #directory: string;
  readonly #rootfs: string;

  constructor(directory: string, rootfs: string) {
    this.#directory = join(directory, 'podman');
    this.#rootfs = rootfs;
    mkdirSync(join(this.#directory, 'networks'), { recursive: true });
    const conf = `[network]\nnetwork_backend = "netavark"\nnetwork_config_dir = "${this.#directory}/networks"\n`;
    writeFileSync(join(this.#directory, 'containers.conf'), conf);
  }

  async run(network: string): Promise<number> {
    const roots = ['--root', join(this.#directory, 'root'), '--runroot', join(this.#directory, 'run')];
    const storage = ['--storage-driver=vfs', '--cgroup-manager=cgroupfs', '--runtime=runc'];
    const limits = ['--ulimit=nofile=1024:1024', '--ulimit=nproc=1024:1024', '--cgroupns=host', '--log-driver=none'];
    const options = [...storage, 'run', '--rm', ...limits, `--network=${network}`, '--rootfs'];
    const env = { ...process.env, CONTAINERS_CONF: join(this.#directory, 'containers.conf') };
    return await timed(async () => {
      const args = [...roots, ...options, this.#rootfs, '/bin/true'];
      const child = spawn('podman', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
      const [code] = await once(child, 'exit');
      if (code !== 0) throw new Error(`podman ended with ${code}`);
    });
  }

  close(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

if (Object.keys(networkInterfaces()).some((name) => name !== 'lo')) {
  throw new Error('this would change the network of the machine: run it as npm run bench:network');
}
execFileSync('ip', ['link', 'set', 'lo', 'up']);
const daemon = await startPrivateDaemon();
try {
  process.exitCode = (await measure(daemon)) ? 0 : 1;
} finally {
  await daemon.close();
}
