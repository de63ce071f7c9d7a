import type { Command } from 'commander';
import type { ContainerSettings } from '../../../core/api/index.ts';
import { parseMount, parseTmpfs, parseVolume } from '../../input/mount-flag.ts';
import { parseBytes, parseDevice, parsePairs, parseRestartPolicy, parseUlimit } from '../../input/values.ts';
import { collect, wholeNumber } from '../common-options.ts';
import type { CliContext } from '../context.ts';
import { addHealthOptions, type HealthFlags, healthOf } from './health-flags.ts';
import { addLimitOptions, decimal, type LimitFlags, limitsOf } from './limit-flags.ts';
import { parseLogOptions } from './log-options.ts';
import { parseSecurityOptions } from './security-options.ts';
import { addUserNamespaceOptions, type UserNamespaceFlags, userNamespaceOf } from './user-namespace-flags.ts';

/** Options of `create` and `run` that become a container's settings. */
export interface SettingFlags extends LimitFlags, HealthFlags, UserNamespaceFlags {
  readonly entrypoint?: string;
  readonly user?: string;
  readonly groupAdd?: readonly string[];
  readonly volume?: readonly string[];
  readonly mount?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly shmSize?: string;
  readonly device?: readonly string[];
  readonly capAdd?: readonly string[];
  readonly capDrop?: readonly string[];
  readonly privileged?: boolean;
  readonly securityOpt?: readonly string[];
  readonly ulimit?: readonly string[];
  readonly sysctl?: readonly string[];
  readonly runtime?: string;
  readonly stopSignal?: string;
  readonly stopTimeout?: number;
  readonly logOpt?: readonly string[];
  readonly timeout?: number;
  readonly annotation?: readonly string[];
  readonly rm?: boolean;
  readonly init?: boolean;
  readonly oomScoreAdj?: number;
  readonly restart?: string;
}

export function addSettingOptions(command: Command): Command {
  command
    .option('--entrypoint <program>', "run it instead of the image's command, which the rest are arguments of")
    .option('--annotation <key=value>', 'attach an OCI annotation (repeatable)', collect)
    .option('--init', 'run the command under an init, which reaps what it leaves behind and passes signals on')
    .option('--rm', 'remove the container when it has ended')
    .option(
      '--restart <policy>',
      'start it again when it ends: no, on-failure[:N], always, unless-stopped (default: no)',
    )
    .option('--timeout <seconds>', 'kill it when it has run for so long', wholeNumber)
    .option('--log-opt <option>', 'max-size=10m and max-file=3 of its log (repeatable; max-size=-1: no limit)', collect)
    .option('--runtime <name>', 'the OCI runtime, by the name that conmand was given for it (default: its own)')
    .option('--stop-signal <signal>', 'what asks it to end (default: TERM)')
    .option('--stop-timeout <seconds>', 'how long a stop waits before SIGKILL (default: 10)', wholeNumber);
  command
    .optionsGroup('Files:')
    .option(
      '-v, --volume <source:target[:ro]>',
      'a file or directory of the host, or a volume by name (repeatable)',
      collect,
    )
    .option('--mount <type=...,target=...>', 'the same, or a tmpfs, written at length (repeatable)', collect)
    .option('--tmpfs <target[:size=64m]>', 'memory as a directory (repeatable)', collect)
    .option('--shm-size <bytes>', 'size of /dev/shm (default: 64m)')
    .option('--device <source[:target[:rwm]]>', 'let it use a device of the host (repeatable)', collect);
  command
    .optionsGroup('Rights:')
    .option('-u, --user <user[:group]>', 'who runs the command, by number or name (default: root)')
    .option('--group-add <group>', 'a further group (repeatable)', collect)
    .option('--cap-add <capability>', 'add a capability, or ALL (repeatable)', collect)
    .option('--cap-drop <capability>', 'take a capability away, or ALL (repeatable)', collect)
    .option('--privileged', 'take all protection of the host away')
    .option(
      '--security-opt <option>',
      'no-new-privileges, seccomp=unconfined|FILE, mask=PATH, unmask=PATH|ALL (repeatable)',
      collect,
    );
  addUserNamespaceOptions(command);
  addHealthOptions(command);
  addLimitOptions(command)
    .option('--oom-score-adj <number>', 'whom the kernel kills first when memory runs out: -1000 to 1000', decimal)
    .option('--ulimit <name=soft[:hard]>', 'limit of each process: nofile=1024:4096 (repeatable)', collect)
    .option('--sysctl <key=value>', 'kernel parameter of its own: net.ipv4.ip_forward=1 (repeatable)', collect);
  return command.optionsGroup('Options:');
}

/** What was not given is absent, so that a request says no more than its user. */
export async function settingsOf(flags: SettingFlags, context: CliContext): Promise<ContainerSettings> {
  const mounts = [
    ...(flags.volume ?? []).map((text) => parseVolume(text, context.workingDirectory)),
    ...(flags.mount ?? []).map((text) => parseMount(text, context.workingDirectory)),
    ...(flags.tmpfs ?? []).map(parseTmpfs),
  ];
  const settings: ContainerSettings = {
    entrypoint: flags.entrypoint === undefined ? undefined : [flags.entrypoint],
    user: flags.user,
    groups: flags.groupAdd,
    mounts: mounts.length > 0 ? mounts : undefined,
    capAdd: flags.capAdd,
    capDrop: flags.capDrop,
    privileged: flags.privileged,
    userNamespace: userNamespaceOf(flags),
    ...(await parseSecurityOptions(flags.securityOpt ?? [], context)),
    ulimits: flags.ulimit?.map(parseUlimit),
    sysctls: flags.sysctl && parsePairs(flags.sysctl, 'a sysctl'),
    shmSizeBytes: flags.shmSize === undefined ? undefined : parseBytes(flags.shmSize, '--shm-size'),
    devices: flags.device?.map(parseDevice),
    limits: limitsOf(flags),
    health: healthOf(flags),
    runtime: flags.runtime,
    stopSignal: flags.stopSignal,
    stopTimeoutSeconds: flags.stopTimeout,
    logLimits: flags.logOpt && parseLogOptions(flags.logOpt),
    runTimeoutSeconds: flags.timeout,
    annotations: flags.annotation && parsePairs(flags.annotation, 'an annotation'),
    autoRemove: flags.rm,
    init: flags.init,
    oomScoreAdj: flags.oomScoreAdj,
    restart: flags.restart === undefined ? undefined : parseRestartPolicy(flags.restart),
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
