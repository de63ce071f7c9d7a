import type {
  ContainerMount,
  ContainerNetworkOptions,
  PublishedPort,
  ResourceLimits,
  RestartPolicy,
  UserNamespace,
} from '../../../core/api/index.ts';

/** `--memory 512m`, ... of limits, as `conmanctl` takes them. */
export function limitWords({ memoryBytes, cpus, pids }: ResourceLimits): readonly string[] {
  return [
    ...(memoryBytes === undefined ? [] : ['--memory', bytesWord(memoryBytes)]),
    ...(cpus === undefined ? [] : ['--cpus', String(cpus)]),
    ...(pids === undefined ? [] : ['--pids-limit', String(pids)]),
  ];
}

export function restartWords({ kind, maxRetries }: RestartPolicy): readonly string[] {
  return ['--restart', maxRetries ? `${kind}:${maxRetries}` : kind];
}

export function labelWords(labels: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(labels).flatMap(([key, value]) => ['--label', `${key}=${value}`]);
}

/** A file system in memory is not among what the form makes. */
export function mountWords(mount: ContainerMount): readonly string[] {
  if (mount.kind === 'tmpfs') return [];
  const isFresh = mount.kind === 'volume' && mount.noCopy;
  const options = [mount.readonly ? 'ro' : '', mount.propagation ?? '', isFresh ? 'nocopy' : ''].filter(Boolean);
  return ['--volume', [mount.source, mount.target, options.join(',')].filter(Boolean).join(':')];
}

/** Its ids of users, which are its ids of groups too. */
export function userNamespaceWords(asked: UserNamespace): readonly string[] {
  if (asked.kind === 'host') return ['--userns', 'host'];
  if (asked.kind === 'auto') return ['--userns', asked.size === undefined ? 'auto' : `auto:size=${asked.size}`];
  return asked.uids.flatMap(({ container, host, size }) => ['--uidmap', `${container}:${host}:${size}`]);
}

/** Nothing for the default network, which `conmanctl run` takes too. */
export function networkWords({ mode, connections, ports }: ContainerNetworkOptions): readonly string[] {
  const networks =
    mode === 'networks' ? (connections ?? []).map(({ network }) => network) : mode === 'default' ? [] : [mode];
  return [
    ...networks.flatMap((network) => ['--network', network]),
    ...(ports ?? []).flatMap((port) => ['--publish', publishWord(port)]),
  ];
}

/** `127.0.0.1:8080:80/udp`. */
function publishWord({ protocol, hostAddress, hostPort, containerPort }: PublishedPort): string {
  const address = !hostAddress ? '' : hostAddress.includes(':') ? `[${hostAddress}]:` : `${hostAddress}:`;
  const host = hostPort === 0 ? (address === '' ? '' : ':') : `${hostPort}:`;
  return `${address}${host}${containerPort}${protocol === 'udp' ? '/udp' : ''}`;
}

/** In the largest unit that says it whole. */
function bytesWord(bytes: number): string {
  const units = ['', 'k', 'm', 'g', 't'];
  let value = bytes;
  let unit = 0;
  while (value > 0 && value % 1024 === 0 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value}${units[unit]}`;
}
