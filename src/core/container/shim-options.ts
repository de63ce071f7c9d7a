import type { TerminalSize } from '../api/container.ts';
import type { ServiceCgroup } from '../host/cgroups.ts';
import type { ShimOptions } from '../runtime/shim.ts';
import type { ContainerPaths } from './paths.ts';

/** What a run of a container needs of its record or, at the first one, of the plan of its creation. */
interface RunOptions {
  readonly stdin: boolean;
  readonly stdinOnce: boolean;
  readonly tty: boolean;
  readonly terminalSize?: TerminalSize | undefined;
}

export function shimOptions(
  containerId: string,
  paths: ContainerPaths,
  { stdin, stdinOnce, tty, terminalSize }: RunOptions,
  cgroup: ServiceCgroup,
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
    cgroup,
  };
}
