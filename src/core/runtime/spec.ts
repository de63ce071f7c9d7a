import type { IdMaps, IdRange } from '../host/id-maps.ts';
import type { SeccompFilter } from './seccomp.ts';
import { type EtcFiles, initPath, specMounts } from './spec-mounts.ts';
import { specResources } from './spec-resources.ts';
import type { SpecSettings } from './spec-settings.ts';

export interface SpecUser {
  readonly uid: number;
  readonly gid: number;
  /** Supplementary ones. */
  readonly groups: readonly number[];
  readonly home: string;
}

/** One of its own with nothing but a loopback interface, the host's, or the one pinned at a path. */
export type NetworkNamespace = 'own' | 'host' | { readonly path: string };

export interface SpecOptions {
  readonly rootfs: string;
  readonly rootfsReadonly: boolean;
  readonly command: readonly string[];
  readonly env: readonly string[];
  readonly user: SpecUser;
  readonly workdir: string;
  readonly hostname: string;
  readonly networkNamespace: NetworkNamespace;
  readonly tty: boolean;
  readonly terminalSize: { readonly columns: number; readonly rows: number } | undefined;
  readonly cgroupsPath: string;
  readonly etcFiles: EtcFiles;
  /** The program of our init on the host. */
  readonly initProgram: string;
  /** Undefined: none. */
  readonly seccomp: SeccompFilter | undefined;
  /** False on kernels without cgroup namespaces (before 4.6). */
  readonly cgroupNamespace: boolean;
  readonly openFilesLimit: { readonly soft: number; readonly hard: number };
  readonly oomScoreAdj: number;
  readonly settings: SpecSettings;
  /** One that is pinned at a path; undefined: the host's. */
  readonly userNamespace: (IdMaps & { readonly path: string }) | undefined;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The OCI runtime configuration of a container: isolated in everything, and nothing of the host but what it is given. */
export function ociSpec(options: SpecOptions): object {
  const { etcFiles, initProgram, rootfsReadonly, settings, userNamespace } = options;
  const { rootfsPropagation, sysctls } = settings;
  return {
    ociVersion: '1.0.2',
    hostname: options.hostname,
    root: { path: options.rootfs, readonly: rootfsReadonly },
    process: specProcess(options),
    mounts: specMounts({ ...settings, etcFiles, initProgram, rootfsReadonly, hostSysfs: needsHostSysfs(options) }),
    annotations: { ...settings.annotations, ...options.annotations },
    linux: {
      cgroupsPath: options.cgroupsPath,
      resources: specResources(settings),
      devices: settings.devices.map(({ access: _, ...device }) => device),
      sysctl: sysctls,
      namespaces: namespaces(options),
      ...(userNamespace && idMappings(userNamespace)),
      ...(rootfsPropagation !== undefined && { rootfsPropagation }),
      maskedPaths: settings.maskedPaths,
      readonlyPaths: settings.readonlyPaths,
      ...(options.seccomp !== undefined && { seccomp: options.seccomp }),
    },
  };
}

function specProcess(options: SpecOptions): object {
  const { tty, terminalSize, settings, user } = options;
  const { capabilities } = settings;
  return {
    terminal: tty,
    ...(tty &&
      terminalSize !== undefined && { consoleSize: { width: terminalSize.columns, height: terminalSize.rows } }),
    user: { uid: user.uid, gid: user.gid, additionalGids: user.groups },
    args: settings.init ? [initPath, '--init', ...options.command] : options.command,
    env: environment(options),
    cwd: options.workdir,
    capabilities: {
      bounding: capabilities,
      effective: capabilities,
      permitted: capabilities,
    },
    rlimits: rlimits(options),
    oomScoreAdj: settings.oomScoreAdj ?? options.oomScoreAdj,
    noNewPrivileges: settings.noNewPrivileges,
  };
}

function rlimits({ openFilesLimit: { soft, hard }, settings }: SpecOptions): object[] {
  const openFiles = { type: 'RLIMIT_NOFILE', soft, hard };
  return [...(settings.rlimits.some(({ type }) => type === openFiles.type) ? [] : [openFiles]), ...settings.rlimits];
}

function idMappings({ uids, gids }: IdMaps): object {
  const mapping = ({ container, host, size }: IdRange) => ({ containerID: container, hostID: host, size });
  return { uidMappings: uids.map(mapping), gidMappings: gids.map(mapping) };
}

/** The kernel mounts a sysfs only for those to whom the network belongs. */
function needsHostSysfs({ userNamespace, networkNamespace }: SpecOptions): boolean {
  return userNamespace !== undefined && networkNamespace === 'host';
}

function namespaces({ cgroupNamespace, networkNamespace, userNamespace }: SpecOptions): object[] {
  const types = ['pid', 'ipc', 'uts', 'mount', ...(cgroupNamespace ? ['cgroup'] : [])];
  const user = userNamespace === undefined ? [] : [{ type: 'user', path: userNamespace.path }];
  return [...user, ...types.map((type) => ({ type })), ...networkNamespaces(networkNamespace)];
}

/** A new one holds nothing but its own loopback, which runc brings up. Without an entry there is only the host's. */
function networkNamespaces(namespace: NetworkNamespace): object[] {
  if (namespace === 'host') return [];
  return [namespace === 'own' ? { type: 'network' } : { type: 'network', path: namespace.path }];
}

export const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The defaults, with what was asked for laid over them; the last of several values for a key counts. */
export function environment({
  tty,
  hostname,
  env,
  user,
}: Pick<SpecOptions, 'tty' | 'hostname' | 'env' | 'user'>): string[] {
  const values = new Map([
    ['PATH', defaultPath],
    ['HOME', user.home],
    ['HOSTNAME', hostname],
  ]);
  if (tty) values.set('TERM', 'xterm-256color');
  for (const pair of env) {
    const separator = pair.indexOf('=');
    values.set(pair.slice(0, separator), pair.slice(separator + 1));
  }
  return [...values].map(([key, value]) => `${key}=${value}`);
}
