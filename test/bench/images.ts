/**
 * How long a pull takes, and how much memory: conman, podman, containerd, skopeo with umoci, and the floor: curl, a
 * decompressor, tar and sha256, keeping the blob. `npm run bench:images [ROUNDS]`; root, docker-registry, debootstrap.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { atMost, type Figure, median, peer, report } from './figures.ts';
import { type LayerName, layerPath, makeLayers, SamplePusher, samplesDirectory } from './images/samples.ts';
import { startPrivateDaemon } from './private-daemon.ts';

const rounds = Number(process.argv[2] ?? 3);
const whole: readonly LayerName[] = ['base', 'packages', 'many', 'big', 'special'];
const images = {
  whole: { layers: whole, compression: 'gz' },
  'whole-zstd': { layers: whole, compression: 'zst' },
  many: { layers: ['many'], compression: 'gz' },
  big: { layers: ['big'], compression: 'gz' },
} as const;
type ImageName = keyof typeof images;

const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function startRegistry(): Promise<{ readonly host: string; readonly child: ChildProcess }> {
  const host = `127.0.0.1:${await freePort()}`;
  const config = join(samplesDirectory, 'registry.yml');
  const storage = `storage: {filesystem: {rootdirectory: ${join(samplesDirectory, 'registry')}}}`;
  writeFileSync(
    config,
    `version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\n${storage}\nhttp: {addr: "${host}"}\n`,
  );
  const child = spawn('docker-registry', ['serve', config], { stdio: 'ignore' });
  for (;;) {
    if (
      await fetch(`http://${host}/v2/`).then(
        () => true,
        () => false,
      )
    )
      return { host, child };
    if (child.exitCode !== null) throw new Error('docker-registry does not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Seconds that a command takes; what it made is removed afterwards, and written out, so that the next one has a free disk. */
function timed(command: string, environment: NodeJS.ProcessEnv, work: string): number {
  mkdirSync(work, { recursive: true });
  const start = performance.now();
  execFileSync('bash', ['-e', '-o', 'pipefail', '-c', command], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...environment, WORK: work },
  });
  const seconds = (performance.now() - start) / 1000;
  rmSync(work, { recursive: true, force: true });
  execFileSync('sync');
  return seconds;
}

function floorCommand(name: ImageName, host: string): string {
  const { layers, compression } = images[name];
  const inflate = compression === 'zst' ? 'zstd -dc' : has('igzip') ? 'igzip -dc' : 'gzip -dc';
  const one = (layer: LayerName): string => {
    const digest = readFileSync(`${layerPath(layer, compression)}.sha256`, 'utf8');
    const target = `$WORK/${layer}`;
    return `(mkdir ${target}; curl -sf http://${host}/v2/bench/blobs/${digest} | tee $WORK/${layer}.blob >(sha256sum >&2) | ${inflate} | tar -x -C ${target} --numeric-owner --same-owner --xattrs --xattrs-include='*') 2>/dev/null`;
  };
  return `${layers.map((layer) => `${one(layer)} & `).join('')} wait; sync -d $WORK/*.blob`;
}

const peers: Readonly<Record<string, (image: string) => string>> = {
  podman: (image) =>
    `podman --root $WORK/r --runroot $WORK/rr --storage-driver overlay pull -q --tls-verify=false ${image}; umount $WORK/r/overlay 2>/dev/null || true`,
  'skopeo and umoci': (image) =>
    `skopeo copy -q --insecure-policy --src-tls-verify=false docker://${image} oci:$WORK/oci:x; umoci unpack --image $WORK/oci:x $WORK/bundle`,
};

/** containerd has a daemon, which is started outside of what is measured. */
async function containerd(image: string, work: string): Promise<number> {
  mkdirSync(work, { recursive: true });
  const config = join(work, 'config.toml');
  writeFileSync(
    config,
    `version = 2\nroot = "${work}/root"\nstate = "${work}/state"\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n[grpc]\naddress = "${work}/c.sock"\n`,
  );
  const child = spawn('containerd', ['-c', config], { stdio: 'ignore' });
  try {
    while (!existsSync(`${work}/c.sock`)) await new Promise((resolve) => setTimeout(resolve, 50));
    const start = performance.now();
    execFileSync('ctr', ['-a', `${work}/c.sock`, 'image', 'pull', '--plain-http', image], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return (performance.now() - start) / 1000;
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
    rmSync(work, { recursive: true, force: true });
    execFileSync('sync');
  }
}

interface ConmanPull {
  readonly seconds: number;
  readonly peakMb: number;
  readonly afterMb: number;
}

const residentMb = (pid: number): number => {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
};

async function conman(image: string): Promise<ConmanPull> {
  const daemon = await startPrivateDaemon();
  let peakMb = 0;
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, residentMb(daemon.pid));
  }, 20);
  try {
    const start = performance.now();
    for await (const progress of daemon.engine.pullImage(image)) {
      if (progress.kind === 'done' && !progress.changed) throw new Error('it was there already');
    }
    const seconds = (performance.now() - start) / 1000;
    clearInterval(watch);
    await new Promise((resolve) => setTimeout(resolve, 5000));
    return { seconds, peakMb, afterMb: residentMb(daemon.pid) };
  } finally {
    clearInterval(watch);
    await daemon.close();
    execFileSync('sync');
  }
}

async function measure(name: ImageName, host: string, pusher: SamplePusher, work: string): Promise<Figure[]> {
  const image = pusher.name(name);
  const seconds = new Map<string, number[]>();
  const note = (who: string, value: number): void => void seconds.set(who, [...(seconds.get(who) ?? []), value]);
  const pulls: ConmanPull[] = [];
  // Turn by turn, so that what disturbs one disturbs all.
  for (let round = 0; round < rounds; round++) {
    note('floor', timed(floorCommand(name, host), {}, join(work, 'floor')));
    pulls.push(await conman(image));
    for (const [who, command] of Object.entries(peers)) {
      if (has(who.split(' ')[0] ?? '')) note(who, timed(command(image), {}, join(work, 'peer')));
    }
    if (has('containerd')) note('containerd', await containerd(image, join(work, 'containerd')));
  }
  const own = median(pulls.map((pull) => pull.seconds));
  const of = (who: string): number => median(seconds.get(who) ?? []);
  const limits: readonly [ImageName, string, number][] = [
    ['whole', 'floor', 1.35],
    ['whole', 'podman', 0.4],
    ['whole', 'containerd', 0.4],
    ['many', 'podman', 0.4],
    ['big', 'containerd', 0.75],
  ];
  return [
    peer(`${name}: conman`, own, 's'),
    ...[...seconds.keys()].map((who) => peer(`${name}: ${who}`, of(who), 's')),
    ...limits
      .filter(([about, who]) => about === name && seconds.has(who))
      .map(([, who, limit]) => atMost(`${name}: conman against ${who}`, own / of(who), limit, 'x')),
    ...(name === 'whole'
      ? [
          atMost('memory of conmand, largest', median(pulls.map(({ peakMb }) => peakMb)), 220, 'MB'),
          peer('memory of conmand, 5 s later', median(pulls.map(({ afterMb }) => afterMb)), 'MB'),
        ]
      : []),
  ];
}

makeLayers();
const { host, child } = await startRegistry();
const work = mkdtempSync(join(samplesDirectory, 'work-'));
let kept = true;
try {
  const pusher = new SamplePusher(host);
  for (const [name, { layers, compression }] of Object.entries(images)) await pusher.image(name, layers, compression);
  for (const name of Object.keys(images) as ImageName[]) {
    kept = report(`Pulling "${name}", median of ${rounds}`, await measure(name, host, pusher, work)) && kept;
  }
} finally {
  child.kill('SIGKILL');
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = kept ? 0 : 1;
