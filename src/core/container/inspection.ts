import type { ContainerInspection } from '../api/container.ts';
import type { HealthInspection } from '../api/health.ts';
import { formatUnixNs } from '../host/clock.ts';
import { readText } from '../host/files.ts';
import type { Container } from './container.ts';
import { defaultStopTimeoutSeconds } from './stop-timeout.ts';
import { stopSignal } from './stopping.ts';

/** Everything known about a container, as plain JSON values. */
export async function inspectContainer(container: Container, defaultRuntime: string): Promise<ContainerInspection> {
  const { record, paths } = container;
  const summary = container.summary();
  const { exit } = summary;
  return {
    id: summary.id,
    name: summary.name,
    state: summary.state,
    message: summary.message,
    createdAt: formatUnixNs(summary.createdAt),
    startedAt: formatUnixNs(summary.startedAt),
    finishedAt: formatUnixNs(summary.finishedAt),
    exit:
      exit === undefined
        ? null
        : {
            reason: exit.reason,
            code: exit.code ?? null,
            signal: exit.signal ?? null,
            cause: exit.cause ?? null,
          },
    pid: summary.pid,
    paused: container.paused,
    image: summary.image,
    command: summary.command,
    rootfs: {
      source: record?.rootfsSource ?? '',
      mountpoint: paths.rootfs,
      readonly: record?.rootfsReadonly ?? false,
    },
    runtime: record?.runtime ?? defaultRuntime,
    volumes: record?.volumes ?? [],
    userNamespace: record?.userNamespace ?? null,
    stdin: summary.stdin,
    stdinOnce: record?.stdinOnce ?? false,
    tty: summary.tty,
    labels: summary.labels,
    stopSignal: stopSignal(container),
    stopTimeoutSeconds: record?.stopTimeoutSeconds ?? defaultStopTimeoutSeconds,
    runTimeoutSeconds: record?.runTimeoutSeconds ?? 0,
    autoRemove: record?.autoRemove ?? false,
    health: inspectHealth(container),
    restart: {
      policy: record?.restart?.kind ?? 'no',
      maxRetries: record?.restart?.maxRetries ?? 0,
      restarts: record?.restarts ?? 0,
    },
    paths: {
      directory: paths.directory,
      bundle: paths.bundle,
      log: paths.log,
      exitFile: paths.exitFile,
      attachSocket: paths.attachSocket,
    },
    shimPid: container.hasEnded ? 0 : (record?.shim?.pid ?? 0),
    logBytesLost: Number(summary.logBytesLost),
    network: summary.network ?? null,
    spec: await readSpec(paths.spec),
  };
}

function inspectHealth({ record, health }: Container): HealthInspection | null {
  if (record?.health === undefined || health === undefined) return null;
  const { state, results } = health;
  return { check: record.health, status: state.status, failures: state.failures, results };
}

async function readSpec(path: string): Promise<unknown> {
  try {
    return JSON.parse((await readText(path)) ?? 'null');
  } catch {
    return null;
  }
}
