import type { Runtime } from './runc.ts';

export interface ExecProcess {
  readonly containerId: string;
  readonly command: readonly [string, ...string[]];
  readonly tty: boolean;
  /** `KEY=value` pairs added to the container's environment. */
  readonly env: readonly string[];
  readonly workdir: string | undefined;
  readonly user: string | undefined;
  /** Where the runtime writes the process's pid. */
  readonly pidFile?: string;
  /** Where the runtime writes why it failed, as JSON lines; by that its failure differs from the command's. */
  readonly logPath?: string;
}

/** The command line that runs a process in a container. Capabilities and seccomp filter are those of the container. */
export function execArgv(runtime: Runtime, process: ExecProcess): readonly [file: string, args: string[]] {
  const env = process.tty ? ['TERM=xterm-256color', ...process.env] : process.env;
  const args = [
    ...runtime.globalArguments,
    ...(process.logPath === undefined ? [] : ['--log', process.logPath]),
    'exec',
    ...(process.tty ? ['--tty'] : []),
    ...(process.workdir === undefined ? [] : ['--cwd', process.workdir]),
    ...(process.user === undefined ? [] : ['--user', process.user]),
    ...(process.pidFile === undefined ? [] : ['--pid-file', process.pidFile]),
    ...env.flatMap((pair) => ['--env', pair]),
    process.containerId,
    // Options end at the id, so the command may begin with a dash.
    ...process.command,
  ];
  return [runtime.path, args];
}
