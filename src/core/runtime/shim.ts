import { join } from 'node:path';
import type { TerminalSize } from '../api/container.ts';
import { ConmanError } from '../errors/index.ts';
import type { ServiceCgroup } from '../host/cgroups.ts';
import { DirectProcesses, type DirectReport, firstHandedDescriptor, reportDescriptor } from '../host/direct-process.ts';
import { isExecutable } from '../host/files.ts';
import { Gate } from '../host/gate.ts';
import { readPidFile } from '../host/pid-file.ts';
import { plainEnvironment } from '../host/process.ts';
import type { ProcessIdentity } from '../host/process-identity.ts';
import type { Runtime } from './runc.ts';
import { runtimeError } from './runtime-failure.ts';
import { parseShimReport } from './shim-report.ts';

/** How long the runtime may take before its shim kills it and deletes what there is. */
const runtimeTimeoutMs = 75_000;
/** Longer than that and the deletion, because the shim waits for both. */
const createTimeoutMs = 90_000;
const maxConcurrent = 16;
const env = { ...plainEnvironment, _OCI_SYNCPIPE: String(reportDescriptor) };

export interface ShimOptions {
  readonly containerId: string;
  readonly bundle: string;
  readonly containerPidFile: string;
  readonly logPath: string;
  readonly exitFile: string;
  readonly attachSocket: string;
  readonly shimPidFile: string;
  readonly stdin: boolean;
  readonly stdinOnce: boolean;
  readonly tty: boolean;
  readonly terminalSize: TerminalSize | undefined;
  /** A size of -1 is unlimited. */
  readonly logLimits: { readonly maxBytes?: number | undefined; readonly maxFiles?: number | undefined };
  /** memory.events or memory.oom_control of the container. */
  readonly oomFile: string | undefined;
  /** A program to run when the exit file is written. */
  readonly exitHook?: string | undefined;
  /** Go on from a checkpoint instead of beginning anew. */
  readonly restoration?: ShimRestoration | undefined;
  /** Where it lives, away from whoever started conmand. */
  readonly cgroup: ServiceCgroup;
}

export interface ShimRestoration {
  /** With the images of criu. */
  readonly directory: string;
  /** Where criu writes its log. */
  readonly workDirectory: string;
  readonly tcpEstablished: boolean;
}

/** What is handed to a shim that takes a running container over. */
export interface OrphanedContainer {
  /** Its init process. */
  readonly pid: number;
  /** Descriptor of that process. */
  readonly process: number;
  /** The master of its terminal; undefined without one, or when it was lost. */
  readonly terminal: number | undefined;
  /** What the shim before had counted. */
  readonly logBytesLost: bigint;
}

/** The shim of a container, which wrote this file, if it lives. */
export function findShim(containerId: string, shimPidFile: string): ProcessIdentity | undefined {
  return readPidFile(shimPidFile, containerId);
}

/** Starts the process that creates a container and stays with it. */
export class ShimLauncher {
  readonly #path: string;
  readonly #gate = new Gate(maxConcurrent);
  readonly #processes = new DirectProcesses();

  constructor(path: string) {
    this.#path = path;
  }

  /** Fails with `failed-precondition` unless there is a program at the shim's path. */
  async check(): Promise<void> {
    if (await isExecutable(this.#path)) return;
    throw new ConmanError('failed-precondition', `there is no conman-shim at ${this.#path}`, {
      hint: 'Build it (`npm run build`), or name it with `conmand --shim-path`.',
    });
  }

  /** Creates or restores the container; resolves with its init process's pid. On failure nothing of it runs any more. */
  async launch(runtime: Runtime, options: ShimOptions): Promise<number> {
    const doing = options.restoration === undefined ? 'create the container' : 'restore the container';
    return await this.#run(doing, shimArguments(runtime, options));
  }

  /** Starts a shim for a container whose own was killed. On failure the container is left as it is. */
  async adopt(runtime: Runtime, options: ShimOptions, orphan: OrphanedContainer): Promise<void> {
    const adoption = [
      '--adopt',
      ...['--container-pid', String(orphan.pid)],
      ...['--pidfd', String(firstHandedDescriptor)],
      ...(orphan.terminal === undefined ? [] : ['--console-fd', String(firstHandedDescriptor + 1)]),
      ...['--log-bytes-lost', String(orphan.logBytesLost)],
    ];
    const handed = orphan.terminal === undefined ? [orphan.process] : [orphan.process, orphan.terminal];
    await this.#run('go on serving the container', [...shimArguments(runtime, options), ...adoption], handed);
  }

  async #run(doing: string, args: readonly string[], handedDescriptors: readonly number[] = []): Promise<number> {
    const result = await this.#gate.run(() =>
      this.#processes.runDetaching(this.#path, args, { timeoutMs: createTimeoutMs, env }, handedDescriptors),
    );
    const report = parseShimReport(result.report);
    if (report?.kind === 'container_pid') return report.pid;
    if (report !== undefined) {
      throw runtimeError({
        doing,
        stderr: report.stderr,
        status: report.status,
        hint: 'The runtime refused the container; see the reason it gives.',
      });
    }
    throw silentShim(result);
  }
}

function silentShim({ timedOut, stderr, exitCode }: DirectReport): ConmanError {
  if (timedOut) {
    return new ConmanError('deadline-exceeded', `the container was not created within ${createTimeoutMs / 1000} s`);
  }
  const reason = stderr.trim().split('\n').at(-1) || `it exited with code ${exitCode ?? 'unknown'} and said nothing`;
  return new ConmanError('internal', `conman-shim failed: ${reason}`, { details: stderr.trim() || undefined });
}

function shimArguments(runtime: Runtime, options: ShimOptions): string[] {
  const { terminalSize } = options;
  return [
    ...['--runtime', runtime.path],
    // Joined by `=`, because the values begin with dashes themselves.
    ...runtime.globalArguments.map((argument) => `--runtime-arg=${argument}`),
    ...['--bundle', options.bundle],
    ...['--container-id', options.containerId],
    ...['--container-pidfile', options.containerPidFile],
    ...['--container-logfile', options.logPath],
    ...['--container-exitfile', options.exitFile],
    ...['--container-attachfile', options.attachSocket],
    ...['--shim-pidfile', options.shimPidFile],
    ...['--syncpipe-fd', String(reportDescriptor)],
    ...(options.cgroup.v2 === undefined ? [] : ['--cgroup', options.cgroup.v2]),
    ...options.cgroup.v1.flatMap((directory) => ['--cgroup-procs', join(directory, 'cgroup.procs')]),
    ...['--create-timeout-ms', String(runtimeTimeoutMs)],
    ...logArguments(options.logLimits),
    ...(options.oomFile === undefined ? [] : ['--oom-file', options.oomFile]),
    ...(options.exitHook === undefined ? [] : ['--exit-command', options.exitHook]),
    ...restorationArguments(options.restoration),
    ...(options.stdin ? ['--stdin'] : []),
    ...(options.stdinOnce ? ['--stdin-once'] : []),
    ...(options.tty ? ['--tty'] : []),
    ...(options.tty && terminalSize !== undefined
      ? ['--console-size', `${terminalSize.columns}x${terminalSize.rows}`]
      : []),
  ];
}

function restorationArguments(restoration: ShimOptions['restoration']): string[] {
  if (restoration === undefined) return [];
  const { directory, workDirectory, tcpEstablished } = restoration;
  const places = ['--restore', directory, '--restore-work', workDirectory];
  return tcpEstablished ? [...places, '--tcp-established'] : places;
}

function logArguments({ maxBytes = -1, maxFiles = 1 }: ShimOptions['logLimits']): string[] {
  return maxBytes <= 0 ? [] : ['--log-max-size', String(maxBytes), '--log-max-files', String(maxFiles)];
}
