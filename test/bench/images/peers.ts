import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled } from '../turns.ts';
import { type SampleName, sampleImages } from './sample-images.ts';
import { layerFile } from './sample-layers.ts';

/** Pulls a sample into an empty directory and says how many seconds that took. */
export interface Puller {
  readonly name: string;
  /** False where it does not know the compression. */
  canPull?(sample: SampleName): boolean;
  pull(sample: SampleName, reference: string, work: string): Promise<number>;
}

/** Of the programs that are installed. */
export function installedPeers(): Puller[] {
  return [
    ...(isInstalled('podman') ? [podman] : []),
    ...(isInstalled('containerd') ? [containerd] : []),
    ...(isInstalled('skopeo') && isInstalled('umoci') ? [skopeoAndUmoci] : []),
  ];
}

/** What nobody can do without: fetching, keeping and checking the blob, inflating it, making the files. */
export const floor: Puller = {
  name: 'floor',
  async pull(sample, reference, work) {
    const { layers: names, compression } = sampleImages[sample];
    const host = reference.slice(0, reference.indexOf('/'));
    const inflate = compression === 'zstd' ? 'zstd -dc' : isInstalled('igzip') ? 'igzip -dc' : 'gzip -dc';
    const layers = await Promise.all(names.map((name) => layerFile(name, compression)));
    const untar = "tar -x --numeric-owner --same-owner --xattrs --xattrs-include='*'";
    const commands = layers.map(
      ({ digest }, index) =>
        `(mkdir $WORK/${index}; curl -sf http://${host}/v2/bench/blobs/${digest} | tee $WORK/${index}.blob >(sha256sum >/dev/null) | ${inflate} | ${untar} -C $WORK/${index}) &`,
    );
    return timed(`${commands.join(' ')} wait`, work);
  },
};

const podman: Puller = {
  name: 'podman',
  async pull(_, reference, work) {
    try {
      const store = '--root $WORK/r --runroot $WORK/rr --storage-driver overlay';
      return timed(`podman ${store} pull -q --tls-verify=false ${reference}`, work);
    } finally {
      // Its store is a mount on itself, if that came about.
      execFileSync('sh', ['-c', 'umount "$1" 2>/dev/null || true', 'sh', join(work, 'r/overlay')]);
    }
  },
};

const skopeoAndUmoci: Puller = {
  name: 'skopeo and umoci',
  canPull: (sample) => sampleImages[sample].compression === 'gzip',
  async pull(_, reference, work) {
    const copy = `skopeo copy -q --insecure-policy --src-tls-verify=false docker://${reference} oci:$WORK/oci:x`;
    return timed(`${copy}; umoci --log=error unpack --image $WORK/oci:x $WORK/bundle`, work);
  },
};

/** It has a daemon, which is started and ended outside of what is measured. */
const containerd: Puller = {
  name: 'containerd',
  async pull(_, reference, work) {
    const config = join(work, 'config.toml');
    const socket = join(work, 'c.sock');
    writeFileSync(
      config,
      `version = 2
root = "${work}/root"
state = "${work}/state"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
address = "${socket}"
[ttrpc]
address = "${socket}.ttrpc"
`,
    );
    const daemon = spawn('containerd', ['-c', config], { stdio: 'ignore' });
    try {
      while (!existsSync(socket)) {
        if (daemon.exitCode !== null) throw new Error(`containerd ended with ${daemon.exitCode}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return timed(`ctr -a ${socket} image pull --plain-http ${reference}`, work);
    } finally {
      daemon.kill('SIGTERM');
      if (daemon.exitCode === null) await once(daemon, 'exit');
    }
  },
};

function timed(command: string, work: string): number {
  const start = performance.now();
  execFileSync('bash', ['-e', '-o', 'pipefail', '-c', command], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, WORK: work },
  });
  return (performance.now() - start) / 1000;
}

/** In a directory of its own; what it left is removed and written out, so that the next one has a free disk. */
export async function pullAside(puller: Puller, sample: SampleName, reference: string, work: string): Promise<number> {
  mkdirSync(work, { recursive: true });
  try {
    return await puller.pull(sample, reference, work);
  } finally {
    rmSync(work, { recursive: true, force: true });
    execFileSync('sync');
  }
}
