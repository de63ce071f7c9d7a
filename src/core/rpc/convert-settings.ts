import type {
  ContainerMount,
  ContainerSettings,
  DeviceRate,
  MountPropagation,
  ResourceLimits,
  RestartPolicy,
} from '../api/settings.ts';
import { ConmanError } from '../errors/index.ts';
import { healthFromWire, healthToWire } from './convert-health.ts';
import { networkOptionsFromWire, networkOptionsToWire } from './convert-network.ts';
import { userNamespaceFromWire, userNamespaceToWire } from './convert-user-namespace.ts';
import type * as wire from './generated/conman.ts';

export function settingsToWire(settings: ContainerSettings): wire.ContainerSettings {
  const { limits, shmSizeBytes, stopTimeoutSeconds } = settings;
  return {
    entrypoint: settings.entrypoint ?? [],
    user: settings.user ?? '',
    groups: settings.groups ?? [],
    mounts: (settings.mounts ?? []).map(mountToWire),
    capAdd: settings.capAdd ?? [],
    capDrop: settings.capDrop ?? [],
    privileged: settings.privileged ?? false,
    noNewPrivileges: settings.noNewPrivileges ?? false,
    seccompProfile: settings.seccompProfile ?? '',
    ulimits: (settings.ulimits ?? []).map(({ name, soft, hard }) => ({ name, soft: BigInt(soft), hard: BigInt(hard) })),
    sysctls: { ...settings.sysctls },
    shmSizeBytes: shmSizeBytes === undefined ? undefined : BigInt(shmSizeBytes),
    devices: settings.devices ?? [],
    limits: limits && limitsToWire(limits),
    runtime: settings.runtime ?? '',
    stopSignal: settings.stopSignal ?? '',
    stopTimeout: stopTimeoutSeconds === undefined ? undefined : BigInt(Math.ceil(stopTimeoutSeconds)),
    annotations: { ...settings.annotations },
    autoRemove: settings.autoRemove ?? false,
    logLimits: settings.logLimits && {
      maxBytes: BigInt(settings.logLimits.maxBytes ?? 0),
      maxFiles: settings.logLimits.maxFiles ?? 0,
    },
    runTimeout: BigInt(Math.ceil(settings.runTimeoutSeconds ?? 0)),
    restart: settings.restart && restartToWire(settings.restart),
    health: settings.health && healthToWire(settings.health),
    init: settings.init ?? false,
    maskPaths: settings.maskPaths ?? [],
    unmaskPaths: settings.unmaskPaths ?? [],
    oomScoreAdj: settings.oomScoreAdj,
    network: settings.network && networkOptionsToWire(settings.network),
    userNamespace: settings.userNamespace && userNamespaceToWire(settings.userNamespace),
  };
}

/** What is empty on the wire was not asked for. */
export function settingsFromWire(settings: wire.ContainerSettings | undefined): ContainerSettings {
  if (settings === undefined) return {};
  const { limits, shmSizeBytes, stopTimeout } = settings;
  return {
    entrypoint: settings.entrypoint.length > 0 ? settings.entrypoint : undefined,
    user: settings.user || undefined,
    groups: settings.groups,
    mounts: settings.mounts.map(mountFromWire),
    capAdd: settings.capAdd,
    capDrop: settings.capDrop,
    privileged: settings.privileged,
    noNewPrivileges: settings.noNewPrivileges,
    seccompProfile: settings.seccompProfile || undefined,
    ulimits: settings.ulimits.map(({ name, soft, hard }) => ({ name, soft: Number(soft), hard: Number(hard) })),
    sysctls: settings.sysctls,
    shmSizeBytes: numberOf(shmSizeBytes),
    devices: settings.devices,
    limits: limits && limitsFromWire(limits),
    runtime: settings.runtime || undefined,
    stopSignal: settings.stopSignal || undefined,
    stopTimeoutSeconds: numberOf(stopTimeout),
    annotations: settings.annotations,
    autoRemove: settings.autoRemove,
    logLimits: settings.logLimits && {
      maxBytes: Number(settings.logLimits.maxBytes) || undefined,
      maxFiles: settings.logLimits.maxFiles || undefined,
    },
    runTimeoutSeconds: Number(settings.runTimeout) || undefined,
    restart: settings.restart && restartFromWire(settings.restart),
    health: settings.health && healthFromWire(settings.health),
    init: settings.init,
    maskPaths: settings.maskPaths,
    unmaskPaths: settings.unmaskPaths,
    oomScoreAdj: settings.oomScoreAdj,
    network: settings.network && networkOptionsFromWire(settings.network),
    userNamespace: settings.userNamespace && userNamespaceFromWire(settings.userNamespace),
  };
}

export function limitsToWire(limits: ResourceLimits): wire.ResourceLimits {
  return {
    memoryBytes: bigintOf(limits.memoryBytes),
    memoryReservationBytes: bigintOf(limits.memoryReservationBytes),
    memorySwapBytes: bigintOf(limits.memorySwapBytes),
    cpus: limits.cpus,
    cpuShares: bigintOf(limits.cpuShares),
    cpuset: limits.cpuset,
    cpusetMems: limits.cpusetMems,
    pids: bigintOf(limits.pids),
    blkioWeight: limits.blkioWeight,
    deviceRates: (limits.deviceRates ?? []).map(({ rate, ...which }) => ({ ...which, rate: BigInt(rate) })),
  };
}

export function limitsFromWire(limits: wire.ResourceLimits): ResourceLimits {
  const { deviceRates } = limits;
  return {
    memoryBytes: numberOf(limits.memoryBytes),
    memoryReservationBytes: numberOf(limits.memoryReservationBytes),
    memorySwapBytes: numberOf(limits.memorySwapBytes),
    cpus: limits.cpus,
    cpuShares: numberOf(limits.cpuShares),
    cpuset: limits.cpuset,
    cpusetMems: limits.cpusetMems,
    pids: numberOf(limits.pids),
    blkioWeight: limits.blkioWeight,
    // What kinds there are is checked with the other limits.
    deviceRates: deviceRates.map(({ device, kind, rate }) => ({ device, kind, rate: Number(rate) }) as DeviceRate),
  };
}

export function restartToWire({ kind, maxRetries = 0 }: RestartPolicy): wire.RestartPolicy {
  return { kind, maxRetries };
}

/** What it may be is checked with the other settings. */
export function restartFromWire(restart: wire.RestartPolicy): RestartPolicy {
  return restart as RestartPolicy;
}

/** A fraction is as much as the next whole number. */
function bigintOf(value: number | undefined): bigint | undefined {
  if (value === undefined) return undefined;
  if (Number.isFinite(value)) return BigInt(Math.ceil(value));
  throw new ConmanError('invalid-argument', `${value} is no limit`);
}

function numberOf(value: bigint | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

function mountToWire(mount: ContainerMount): wire.Mount {
  const { kind, target } = mount;
  const plain = { kind, target, source: '', readonly: false, propagation: '', options: [], noCopy: false };
  switch (mount.kind) {
    case 'tmpfs':
      return { ...plain, options: mount.options ?? [] };
    case 'bind':
      return { ...plain, ...placeToWire(mount) };
    case 'volume':
      return { ...plain, ...placeToWire(mount), noCopy: mount.noCopy ?? false };
  }
}

function placeToWire({ source = '', readonly = false, propagation }: Exclude<ContainerMount, { kind: 'tmpfs' }>) {
  return { source, readonly, propagation: propagation ?? '' };
}

function mountFromWire({ kind, source, target, readonly, options, noCopy, ...mount }: wire.Mount): ContainerMount {
  // What it may be is checked with the rest of the mount.
  const propagation = (mount.propagation || undefined) as MountPropagation | undefined;
  switch (kind) {
    case 'tmpfs':
      return { kind, target, options };
    case 'bind':
      return { kind, source, target, readonly, propagation };
    case 'volume':
      return { kind, source: source || undefined, target, readonly, propagation, noCopy };
    default:
      throw new ConmanError('invalid-argument', `there is no kind of mount "${kind}"`, {
        hint: 'Use bind, tmpfs or volume.',
      });
  }
}
