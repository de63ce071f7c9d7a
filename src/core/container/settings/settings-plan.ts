import type { WholeHealthCheck } from '../../api/health.ts';
import type { ImageDefaults } from '../../api/image.ts';
import type { ContainerSettings, LogLimits, RestartPolicy } from '../../api/settings.ts';
import type { CgroupHierarchy } from '../../host/cgroups.ts';
import { boundingCapabilities } from '../../host/kernel-limits.ts';
import { capabilitySet } from '../../runtime/capabilities.ts';
import { SeccompProfile } from '../../runtime/seccomp.ts';
import type { SpecSettings } from '../../runtime/spec-settings.ts';
import { signalNumber } from '../signal.ts';
import { expectStopTimeout } from '../stop-timeout.ts';
import type { PlannedUserNamespace } from '../user-namespaces/id-allocation.ts';
import { planDevices } from './devices.ts';
import { planHealth, planImageHealth } from './health.ts';
import { invalid } from './invalid.ts';
import { planLimits } from './limits.ts';
import { planLogLimits } from './log-limits.ts';
import { planPaths } from './masked-paths.ts';
import { type PlannedVolume, planMounts, rootfsPropagation } from './mounts.ts';
import { planOomScore, planShmSize, planSysctls, planUlimits } from './process-limits.ts';
import { planRestart } from './restart.ts';
import { planUserNamespace } from './user-namespace.ts';

/** The settings of a container, checked and resolved. */
export interface PlannedSettings extends SpecSettings {
  readonly volumes: readonly PlannedVolume[];
  /** Undefined: the host's. */
  readonly userNamespace: PlannedUserNamespace | undefined;
  /** Undefined: conman's own. */
  readonly seccomp: SeccompProfile | 'unconfined' | undefined;
  /** Of an image, it may be one that nobody knows. */
  readonly stopSignal: string | undefined;
  readonly stopTimeoutSeconds: number | undefined;
  readonly logLimits: LogLimits | undefined;
  readonly runTimeoutSeconds: number | undefined;
  readonly autoRemove: boolean;
  /** Undefined: none. */
  readonly health: WholeHealthCheck | undefined;
  /** Undefined: never. */
  readonly restart: RestartPolicy | undefined;
}

/** Says what is wrong, if anything, before anything is made. The user is left to be looked up in the root file system. */
export async function planSettings(
  settings: ContainerSettings,
  image: Pick<ImageDefaults, 'stopSignal' | 'volumes' | 'health'>,
  hierarchies: readonly CgroupHierarchy[],
): Promise<PlannedSettings> {
  const { mounts = [], devices = [], capAdd = [], capDrop = [], privileged = false } = settings;
  const { stopSignal, stopTimeoutSeconds } = settings;
  if (stopTimeoutSeconds !== undefined) expectStopTimeout(stopTimeoutSeconds);
  return {
    capabilities: capabilitySet({ privileged, add: capAdd, drop: capDrop, available: boundingCapabilities() }),
    ...(await planMounts(mounts, image.volumes)),
    rootfsPropagation: rootfsPropagation(mounts),
    devices: await planDevices(devices, privileged),
    privileged,
    userNamespace: planUserNamespace(settings),
    noNewPrivileges: settings.noNewPrivileges ?? false,
    seccomp: planSeccomp(settings.seccompProfile, privileged),
    rlimits: planUlimits(settings.ulimits ?? []),
    sysctls: planSysctls(settings.sysctls ?? {}),
    shmSizeBytes: planShmSize(settings.shmSizeBytes),
    limits: await planLimits(settings.limits ?? {}, hierarchies),
    annotations: planAnnotations(settings.annotations ?? {}),
    init: settings.init ?? false,
    ...planPaths(settings),
    oomScoreAdj: planOomScore(settings.oomScoreAdj),
    stopSignal: stopSignal === undefined ? image.stopSignal || undefined : String(signalNumber(stopSignal)),
    stopTimeoutSeconds,
    logLimits: planLogLimits(settings.logLimits),
    runTimeoutSeconds: planRunTimeout(settings.runTimeoutSeconds),
    autoRemove: settings.autoRemove ?? false,
    health: settings.health === undefined ? planImageHealth(image.health) : planHealth(settings.health),
    restart: planRestart(settings.restart, settings.autoRemove ?? false),
  };
}

function planSeccomp(profile: string | undefined, privileged: boolean): PlannedSettings['seccomp'] {
  if (profile === undefined) return privileged ? 'unconfined' : undefined;
  return profile === 'unconfined' ? profile : SeccompProfile.parse(profile);
}

/** As long as the shim's clock can count in one frame of its protocol. */
const maxRunTimeoutSeconds = 4_000_000;

function planRunTimeout(seconds: number | undefined): number | undefined {
  if (seconds === undefined || seconds === 0) return undefined;
  if (Number.isSafeInteger(seconds) && seconds > 0 && seconds <= maxRunTimeoutSeconds) return seconds;
  throw invalid(`a container cannot run for ${seconds} s`, `Give 1 to ${maxRunTimeoutSeconds}, or 0 for any time.`);
}

function planAnnotations(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if ('' in annotations) throw invalid('an annotation needs a name');
  return annotations;
}
