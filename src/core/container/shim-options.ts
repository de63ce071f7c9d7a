import { join } from 'node:path';
import type { TerminalSize } from '../api/container.ts';
import type { LogLimits } from '../api/settings.ts';
import { type CgroupHierarchy, controllerDirectory, type ServiceCgroup } from '../host/cgroups.ts';
import type { ShimOptions } from '../runtime/shim.ts';
import type { EngineConfig } from './config.ts';
import type { ContainerPaths } from './paths.ts';
import { defaultLogLimits } from './settings/log-limits.ts';

/** What a run of a container needs of its record or, at the first one, of the plan of its creation. */
interface RunOptions {
  readonly stdin: boolean;
  readonly stdinOnce: boolean;
  readonly tty: boolean;
  readonly terminalSize?: TerminalSize | undefined;
  readonly logLimits?: LogLimits | undefined;
}

/** What the engine gives every shim. */
interface ShimPlace {
  readonly config: EngineConfig;
  readonly hierarchies: readonly CgroupHierarchy[];
  readonly cgroup: ServiceCgroup;
}

export function shimOptions(
  containerId: string,
  paths: ContainerPaths,
  { stdin, stdinOnce, tty, terminalSize, logLimits }: RunOptions,
  { config, hierarchies, cgroup }: ShimPlace,
): ShimOptions {
  return {
    containerId,
    bundle: paths.bundle,
    containerPidFile: paths.pidFile,
    logPath: paths.log,
    exitFile: paths.exitFile,
    attachSocket: paths.attachSocket,
    shimPidFile: paths.shimPidFile,
    stdin,
    stdinOnce,
    tty,
    terminalSize,
    logLimits: { ...defaultLogLimits, ...defined(config.logLimits), ...defined(logLimits) },
    exitHook: config.exitHook,
    oomFile: oomFile(hierarchies, paths.cgroup),
    cgroup,
  };
}

function defined({ maxBytes, maxFiles }: LogLimits = {}): LogLimits {
  return { ...(maxBytes !== undefined && { maxBytes }), ...(maxFiles !== undefined && { maxFiles }) };
}

/** Where the kernel counts the processes of a cgroup that it killed for want of memory. */
function oomFile(hierarchies: readonly CgroupHierarchy[], cgroup: string): string | undefined {
  const memory = controllerDirectory(hierarchies, 'memory', cgroup);
  return memory && join(memory.directory, memory.version === 1 ? 'memory.oom_control' : 'memory.events');
}
