import type { DeviceRate, ResourceLimits } from '../api/settings.ts';
import type { SpecMount } from './spec-mounts.ts';

export interface SpecDevice {
  readonly path: string;
  readonly type: 'b' | 'c';
  readonly major: number;
  readonly minor: number;
  readonly fileMode: number;
  readonly uid: number;
  readonly gid: number;
  /** Any of `r`, `w` and `m`. */
  readonly access: string;
}

export interface SpecDeviceRate extends Pick<DeviceRate, 'kind' | 'rate'> {
  readonly major: number;
  readonly minor: number;
}

export type SpecLimits = Omit<ResourceLimits, 'deviceRates'> & { readonly deviceRates?: readonly SpecDeviceRate[] };

export interface SpecRlimit {
  /** `RLIMIT_NOFILE` */
  readonly type: string;
  readonly soft: bigint;
  readonly hard: bigint;
}

/** What was asked for beyond the defaults, checked and resolved. */
export interface SpecSettings {
  readonly capabilities: readonly string[];
  /** Over what every container has; one that has the same place takes it. */
  readonly mounts: readonly SpecMount[];
  /** Of the root; undefined leaves it to the runtime, which makes it private. */
  readonly rootfsPropagation: string | undefined;
  readonly devices: readonly SpecDevice[];
  readonly privileged: boolean;
  readonly noNewPrivileges: boolean;
  readonly rlimits: readonly SpecRlimit[];
  readonly sysctls: Readonly<Record<string, string>>;
  readonly shmSizeBytes: number;
  readonly limits: SpecLimits;
  readonly annotations: Readonly<Record<string, string>>;
  readonly init: boolean;
  readonly maskedPaths: readonly string[];
  readonly readonlyPaths: readonly string[];
  /** Undefined: as conmand's own, but no less. */
  readonly oomScoreAdj: number | undefined;
}
