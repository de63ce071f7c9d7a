import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { LogLimits } from '../api/settings.ts';
import type { EngineConfig, RootfsDriver } from '../container/config.ts';
import { planLogLimits } from '../container/settings/log-limits.ts';
import { ConmanError } from '../errors/index.ts';
import { groupNumber } from '../host/host-groups.ts';
import { defaultNetworkName } from '../network/network-name.ts';
import { type ListenAddress, parseListenAddress } from '../streams/remote-command/listen-address.ts';
import { defaultSocketPath } from './defaults.ts';
import { isLogLevel, type LogFormat, type LogLevel, logLevels } from './logger.ts';
import { parseRuntimes } from './runtime-option.ts';

/** Where the parts of this installation are. */
export interface Installation {
  readonly assetsDir: string;
  readonly shimPath: string;
  /** conmand itself, as people start it. */
  readonly programPath: string;
}

export interface DaemonOptions {
  readonly engine: EngineConfig;
  readonly socketPath: string;
  /** Of the streaming server. */
  readonly streamingAddress: ListenAddress;
  /** The address was asked for, so it is an error that nobody can listen there. */
  readonly needsStreaming: boolean;
  /** Number of the group whose members may use the daemon like root; undefined: nobody but root. */
  readonly group: number | undefined;
  readonly logFormat: LogFormat;
  readonly logLevel: LogLevel;
  /** A descriptor to write to when ready, given by a client that started the daemon. */
  readonly readyFd: number | undefined;
}

export type DaemonCommand =
  /** `restartArguments` are those that start it once more. */
  | { readonly kind: 'run'; readonly options: DaemonOptions; readonly restartArguments: readonly string[] }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' };

const defaultStreamingAddress = '127.0.0.1:8881';

const flags = {
  listen: { type: 'string', short: 'l', default: defaultSocketPath },
  'lib-root': { type: 'string', short: 'b', default: '/var/lib/conman' },
  'run-root': { type: 'string', short: 'n', default: '/run/conman' },
  'container-logs': { type: 'string', short: 'L', default: '/var/log/conman/containers' },
  'streaming-addr': { type: 'string', short: 'S' },
  'shim-path': { type: 'string', short: 's' },
  'shimmy-path': { type: 'string' },
  'runtime-path': { type: 'string', short: 'r', default: '/usr/bin/runc' },
  'runtime-root': { type: 'string', short: 't', default: '/run/conman-runc' },
  runtime: { type: 'string', multiple: true, default: [] as string[] },
  'cgroup-parent': { type: 'string', default: '/conman' },
  'log-max-size': { type: 'string', default: '64m' },
  'log-max-file': { type: 'string', default: '3' },
  'exit-hook': { type: 'string' },
  group: { type: 'string' },
  'log-format': { type: 'string', default: 'text' },
  'log-level': { type: 'string', default: 'info' },
  'cni-bin-dir': { type: 'string', default: '/usr/lib/cni:/opt/cni/bin:/usr/libexec/cni' },
  'cni-conf-dir': { type: 'string', default: '/etc/cni/net.d' },
  'default-network': { type: 'string', default: defaultNetworkName },
  'rootfs-driver': { type: 'string', default: 'auto' },
  'ready-fd': { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'V', default: false },
} as const;

export const usage = `Usage: conmand [OPTION...]

Keeps containers on this machine and serves conmanctl, conman-tui and other clients. Runs in the foreground and logs to
stderr. SIGTERM and SIGINT stop it; containers run on.

  -l, --listen PATH            socket to serve clients on (${flags.listen.default})
  -b, --lib-root DIR           state that survives a reboot (${flags['lib-root'].default})
  -n, --run-root DIR           state of this boot (${flags['run-root'].default})
  -L, --container-logs DIR     logs of the containers (${flags['container-logs'].default})
  -S, --streaming-addr ADDR    HOST:PORT of the streaming server (${defaultStreamingAddress})
  -s, --shim-path FILE         conman-shim (the one beside this program); also --shimmy-path
  -r, --runtime-path FILE      OCI runtime (${flags['runtime-path'].default})
  -t, --runtime-root DIR       state of the OCI runtime (${flags['runtime-root'].default})
      --runtime NAME=PATH[,root=DIR]
                               a further OCI runtime, for containers that name it (repeatable)
      --cgroup-parent PATH     where containers are in the cgroup hierarchies (${flags['cgroup-parent'].default})
      --log-max-size SIZE      bytes a container's log may have before the next file, -1 for any (${flags['log-max-size'].default})
      --log-max-file N         files a container's log may have (${flags['log-max-file'].default})
      --exit-hook FILE         program that each container's shim runs when the container has ended (none)
      --group GROUP            let this group use conmand too; whoever does can become root (nobody)
      --log-format FORMAT      text or json (${flags['log-format'].default})
      --log-level LEVEL        the least that is logged: ${logLevels.join(', ')} (${flags['log-level'].default})
      --cni-bin-dir DIR[:DIR]  where CNI plugins are (${flags['cni-bin-dir'].default})
      --cni-conf-dir DIR       where others configure CNI networks (${flags['cni-conf-dir'].default})
      --default-network NAME   network of containers that name none, or none (${flags['default-network'].default})
      --rootfs-driver DRIVER   overlay, copy (all of the image for each container), or auto: overlay where it
                               can be had (${flags['rootfs-driver'].default})
  -h, --help                   show this
  -V, --version                show the version
`;

/** Throws `invalid-argument` for what is no command line of conmand. */
export function parseDaemonCommand(argv: readonly string[], installation: Installation): DaemonCommand {
  const values = parseFlags(argv);
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const runRoot = resolve(values['run-root']);
  const runtimePath = resolve(values['runtime-path']);
  const runtimeRoot = resolve(values['runtime-root']);
  const shimPath = values['shim-path'] ?? values['shimmy-path'] ?? installation.shimPath;
  return {
    kind: 'run',
    restartArguments: withoutReadyFd(argv),
    options: {
      engine: {
        libRoot: resolve(values['lib-root']),
        runRoot,
        containerLogs: resolve(values['container-logs']),
        shimPath: resolve(shimPath),
        runtimePath,
        runtimeRoot,
        runtimes: parseRuntimes(values.runtime, { runtimePath, runtimeRoot, runRoot }),
        cgroupParent: expectCgroup(values['cgroup-parent']),
        cniPluginDirectories: values['cni-bin-dir'].split(':').map((directory) => resolve(directory)),
        cniConfigDirectory: resolve(values['cni-conf-dir']),
        defaultNetwork: values['default-network'],
        assetsDir: installation.assetsDir,
        rootfsDriver: expectRootfsDriver(values['rootfs-driver']),
        exitHook: values['exit-hook'] === undefined ? undefined : resolve(values['exit-hook']),
        logLimits: expectLogLimits(values['log-max-size'], values['log-max-file']),
      },
      socketPath: resolve(values.listen),
      streamingAddress: parseListenAddress(values['streaming-addr'] ?? defaultStreamingAddress),
      needsStreaming: values['streaming-addr'] !== undefined,
      group: values.group === undefined ? undefined : groupNumber(values.group),
      logFormat: expectLogFormat(values['log-format']),
      logLevel: expectLogLevel(values['log-level']),
      readyFd: values['ready-fd'] === undefined ? undefined : expectDescriptor(values['ready-fd']),
    },
  };
}

function parseFlags(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: flags, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    // Node explains in several sentences how to pass a positional argument; the first says what is wrong.
    const [reason] = (cause as Error).message.split('. ');
    throw new ConmanError('invalid-argument', `${reason}`, { cause, hint: 'See conmand --help.' });
  }
}

/** Who started the daemon waits for one readiness only. */
function withoutReadyFd(argv: readonly string[]): string[] {
  return argv.filter((word, index) => !word.startsWith('--ready-fd') && argv[index - 1] !== '--ready-fd');
}

function expectCgroup(path: string): string {
  if (/^(\/[^/]+)+$/.test(path) && !path.split('/').includes('..')) return path;
  throw new ConmanError('invalid-argument', `--cgroup-parent has to be an absolute path without '..', not '${path}'`);
}

/** `10m`, `512k`, `-1`. */
function expectLogLimits(size: string, files: string): LogLimits {
  const [, number, unit = ''] = /^(-1|\d{1,9})([kmg]?)$/i.exec(size) ?? [];
  if (number === undefined) {
    throw new ConmanError('invalid-argument', `--log-max-size takes a size such as 64m, not '${size}'`);
  }
  if (!/^\d{1,4}$/.test(files)) {
    throw new ConmanError('invalid-argument', `--log-max-file takes a number of files, not '${files}'`);
  }
  const maxBytes = number === '-1' ? -1 : Number(number) * 1024 ** ' kmg'.indexOf(unit.toLowerCase() || ' ');
  return planLogLimits({ maxBytes, maxFiles: Number(files) }) ?? {};
}

function expectRootfsDriver(text: string): RootfsDriver {
  if (text === 'auto' || text === 'overlay' || text === 'copy') return text;
  throw new ConmanError('invalid-argument', `--rootfs-driver is auto, overlay or copy, not '${text}'`);
}

function expectLogFormat(text: string): LogFormat {
  if (text === 'text' || text === 'json') return text;
  throw new ConmanError('invalid-argument', `--log-format is text or json, not '${text}'`);
}

function expectLogLevel(text: string): LogLevel {
  if (isLogLevel(text)) return text;
  throw new ConmanError('invalid-argument', `--log-level is one of ${logLevels.join(', ')}, not '${text}'`);
}

function expectDescriptor(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new ConmanError('invalid-argument', `--ready-fd takes the number of a descriptor, not '${text}'`);
}
