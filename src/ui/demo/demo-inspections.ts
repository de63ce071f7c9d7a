import type { ContainerInspection, ContainerSummary, ImageInspection, ImageSummary } from '../../core/api/index.ts';

function rfc3339(unixNs: bigint): string {
  return unixNs === 0n ? '' : new Date(Number(unixNs / 1_000_000n)).toISOString();
}

export function demoInspection(container: ContainerSummary): ContainerInspection {
  const { id, name, state, message, pid, image, command, stdin, tty, labels, exit } = container;
  const directory = `/var/lib/conman/containers/${id}`;
  return {
    ...{ id, name, state, message, pid, image, command, stdin, tty, labels },
    createdAt: rfc3339(container.createdAt),
    startedAt: rfc3339(container.startedAt),
    finishedAt: rfc3339(container.finishedAt),
    exit: exit
      ? { reason: exit.reason, code: exit.code ?? null, signal: exit.signal ?? null, cause: exit.cause ?? null }
      : null,
    paused: container.paused ?? false,
    rootfs: { source: image, mountpoint: `${directory}/rootfs`, readonly: false },
    health: null,
    runtime: 'runc',
    volumes: [],
    userNamespace: null,
    stdinOnce: false,
    stopSignal: 15,
    runTimeoutSeconds: 0,
    stopTimeoutSeconds: 10,
    autoRemove: false,
    restart: { policy: 'no', maxRetries: 0, restarts: 0 },
    paths: {
      directory,
      bundle: `${directory}/bundle`,
      log: `/var/log/conman/containers/${id}.log`,
      exitFile: `/var/lib/conman/exits/${id}`,
      attachSocket: `/run/conman/containers/${id}/attach`,
    },
    shimPid: pid === 0 ? 0 : pid - 1,
    logBytesLost: 0,
    network: container.network ?? null,
    spec: { ociVersion: '1.0.2', process: { args: command, cwd: '/', env: ['PATH=/usr/bin:/bin'] } },
  };
}

export function demoImageInspection(image: ImageSummary): ImageInspection {
  const half = Math.floor(image.sizeBytes / 2);
  const layer = (digit: string, sizeBytes: number) => ({
    ...{ digest: `sha256:${digit.repeat(64)}`, chainId: `sha256:${digit.repeat(64)}`, sizeBytes },
  });
  return {
    ...{ name: image.name, id: image.id, sizeBytes: image.sizeBytes },
    reference: `docker.io/library/${image.name}`,
    digest: image.id,
    platform: 'linux/amd64',
    createdAt: rfc3339(image.createdAt),
    pulledAt: rfc3339(image.createdAt),
    layers: [layer('a', half), layer('b', image.sizeBytes - half)],
    config: {
      ...{ entrypoint: [], command: image.command, env: ['PATH=/usr/bin:/bin'], user: '', workdir: '/' },
      ...{ labels: {}, stopSignal: 'SIGTERM', volumes: [], exposedPorts: [] },
    },
  };
}
