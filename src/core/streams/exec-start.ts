import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { CreateExecOptions } from '../api/exec.ts';
import type { ContainerLocation } from '../container/containers.ts';
import { ConmanError } from '../errors/index.ts';
import { makeDirectory, removeTree } from '../host/directories.ts';
import { watchDirectory } from '../host/file-watch.ts';
import { readText, writeText } from '../host/files.ts';
import type { InteractiveProcess } from '../host/interactive-process.ts';
import { startOnPipes } from '../host/piped-process.ts';
import { plainEnvironment } from '../host/process.ts';
import { identifyProcess, type ProcessIdentity } from '../host/process-identity.ts';
import type { Syscalls } from '../host/syscalls.ts';
import { startOnTerminal } from '../host/terminal-process.ts';
import { findCommand } from '../image/command-lookup.ts';
import { findHostBusybox } from '../image/host-busybox.ts';
import { lookUpUser } from '../image/user-lookup.ts';
import { execArgv, execProcessJson, execProcessSchema, toolboxCommand } from '../runtime/exec-process.ts';
import { runtimeError } from '../runtime/runtime-failure.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import { defaultPath } from '../runtime/spec.ts';
import { LiveExecSession } from './exec-session.ts';
import { findShell } from './exec-shell.ts';
import { expectTerminalSize } from './terminal-size.ts';

const nameCommand = 'name a command that the container has';
const defaultSize = { columns: 80, rows: 24 };

export interface ExecStartParts {
  readonly runtimes: Runtimes;
  readonly shimPath: string;
  readonly syscalls: Syscalls;
  /** Where a start has a directory of its own while it lasts. */
  readonly directory: string;
  readonly nowNs: () => bigint;
}

export interface StartedExec {
  readonly session: LiveExecSession;
  /** The process in the container; undefined when it has ended already. */
  readonly identity: ProcessIdentity | undefined;
  /** Pid of the runtime that passes its input and output on. */
  readonly runtimePid: number;
}

type Command = readonly [string, ...string[]];

/** Starts a process in a running container. Resolves once it runs; rejects with the runtime's reason when it does not. */
export async function startExec(
  parts: ExecStartParts,
  container: ContainerLocation,
  options: CreateExecOptions,
): Promise<StartedExec> {
  if (options.terminalSize !== undefined) expectTerminalSize(options.terminalSize);
  const command = await chooseCommand(container, options);
  const id = randomBytes(16).toString('hex');
  const facts = { id, containerId: container.id, command, options, startedAt: parts.nowNs() };
  const session = new LiveExecSession(facts, parts.nowNs);
  const directory = join(parts.directory, id);
  await makeDirectory(directory);
  try {
    const { process, pid } = await launch(parts, container, options, command, session, directory);
    return { session, identity: identifyProcess(pid), runtimePid: process.pid };
  } finally {
    await removeTree(directory);
  }
}

async function chooseCommand(
  { pid, name }: ContainerLocation,
  { command, debug }: Pick<CreateExecOptions, 'command' | 'debug'>,
): Promise<Command> {
  if (debug) return ['busybox', ...(command.length === 0 ? ['sh'] : command)];
  const [file = await findShell(pid), ...args] = command;
  if (file !== undefined) return [file, ...args];
  throw new ConmanError('failed-precondition', `container ${name} has no shell: neither bash nor ash nor sh`, {
    reason: 'shell-missing',
    hint: `Take the host's busybox: conmanctl debug ${name}`,
  });
}

async function launch(
  { runtimes, shimPath, syscalls }: ExecStartParts,
  container: ContainerLocation,
  options: CreateExecOptions,
  command: Command,
  session: LiveExecSession,
  directory: string,
): Promise<{ process: InteractiveProcess; pid: number }> {
  const { tty, stdin, terminalSize, debug } = options;
  const files = {
    processFile: join(directory, 'process.json'),
    pidFile: join(directory, 'pid'),
    logFile: join(directory, 'log'),
  };
  const { pidFile, logFile } = files;
  const processJson = await describeProcess(container, options, command);
  await writeText(files.processFile, processJson);
  const toolbox = debug ? { shimPath, file: (await findHostBusybox('the debug shell', nameCommand)).path } : undefined;
  const [file, args] = execArgv(runtimes.named(container.runtime), container.id, files, toolbox);
  const program = { file, args, env: plainEnvironment };
  const written = awaitPidFile(directory, pidFile);
  try {
    const process = tty
      ? startOnTerminal(program, terminalSize ?? defaultSize, session, syscalls)
      : await startOnPipes(program, stdin, session);
    session.runs(process);
    await Promise.race([written.promise, session.whenEnded]);
    // A short command may have ended before the watch told of its pid.
    const pid = await readPid(pidFile);
    if (pid === undefined) throw await startFailure(container, session, logFile, processJson);
    return { process, pid };
  } finally {
    written.close();
  }
}

/** The text of the file by which the runtime knows what to run. */
async function describeProcess(
  { bundle, rootfs, name }: ContainerLocation,
  { tty, env = [], workdir, user, debug = false }: CreateExecOptions,
  [file, ...args]: Command,
): Promise<string> {
  const config = await readText(join(bundle, 'config.json'));
  if (config === undefined) throw new ConmanError('data-loss', `the bundle of container ${name} has no config.json`);
  const identity = user === undefined ? undefined : await lookUpUser(rootfs, user, []);
  const command: Command = debug ? toolboxCommand(args) : [file, ...args];
  return execProcessJson(config, { command, tty, env, workdir, user: identity, hasToolbox: debug });
}

/**
 * The runtime writes the pid once the process runs and, with a terminal, once it has made ours raw: what is typed from
 * then on is echoed by the container alone.
 */
function awaitPidFile(directory: string, pidFile: string) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = async (): Promise<void> => {
    if ((await readPid(pidFile)) !== undefined) resolve();
  };
  const watch = watchDirectory(directory, () => void look().catch(() => undefined));
  return { promise, close: () => watch.close() };
}

async function readPid(path: string): Promise<number | undefined> {
  const text = await readText(path);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

async function startFailure(
  container: ContainerLocation,
  session: LiveExecSession,
  logPath: string,
  processJson: string,
): Promise<ConmanError> {
  const { code } = await session.whenEnded;
  const missing = session.isDebug ? undefined : missingCommand(container, processJson);
  if (missing !== undefined) return missing;
  return runtimeError({
    doing: `run it in container ${container.name}`,
    stderr: (await readText(logPath)) ?? '',
    status: code === undefined ? 'the runtime was killed' : `the runtime exited with code ${code}`,
  });
}

/** What a look at its root says about a command that could not be run; undefined when it is there. */
function missingCommand({ pid, name }: ContainerLocation, processJson: string): ConmanError | undefined {
  const { args, env, cwd } = execProcessSchema.parse(JSON.parse(processJson));
  const path = env.findLast((pair) => pair.startsWith('PATH='))?.slice('PATH='.length) ?? defaultPath;
  try {
    // The dot makes it the directory behind the kernel's link, which shows the container's own mounts.
    const rootfs = `/proc/${pid}/root/.`;
    findCommand({ rootfs, source: `container ${name}`, command: args[0], path, workdir: cwd });
    return undefined;
  } catch (error) {
    return ConmanError.from(error);
  }
}
