import { join } from 'node:path';
import { type Containers, type EngineConfig, openContainers } from '../container/containers.ts';
import { ConmanError } from '../errors/index.ts';
import { UnixClock } from '../host/clock.ts';
import { makeDirectory, removeTree } from '../host/directories.ts';
import { lockDirectory } from '../host/directory-lock.ts';
import { isExecutable } from '../host/files.ts';
import { reportReady, writeStandardError } from '../host/standard-error.ts';
import { Syscalls } from '../host/syscalls.ts';
import { serveEngine } from '../rpc/server.ts';
import { Runtime } from '../runtime/runc.ts';
import { ExecSessions } from '../streams/exec-sessions.ts';
import { StreamingServer } from '../streams/remote-command/streaming-server.ts';
import { conmanVersion } from './defaults.ts';
import { composeEngine } from './engine.ts';
import { createLogger, type Logger } from './logger.ts';
import { type DaemonOptions, type Installation, parseDaemonCommand, usage } from './options.ts';

/** conmand from its command line to its exit status. */
export async function runDaemon(argv: readonly string[], installation: Installation): Promise<number> {
  let logger = stderrLogger({ logFormat: 'text', logLevel: 'info' });
  try {
    const command = parseDaemonCommand(argv, installation);
    if (command.kind === 'run') {
      logger = stderrLogger(command.options);
      return await run(command.options, logger);
    }
    process.stdout.write(command.kind === 'help' ? usage : `conmand ${conmanVersion}\n`);
    return 0;
  } catch (thrown) {
    const error = ConmanError.from(thrown);
    logger.log('error', error.hint === undefined ? error.message : `${error.message} (${error.hint})`);
    return error.code === 'invalid-argument' ? 2 : 1;
  }
}

function stderrLogger({ logFormat: format, logLevel: level }: Pick<DaemonOptions, 'logFormat' | 'logLevel'>): Logger {
  return createLogger({ format, level, write: writeStandardError, now: () => new Date() });
}

async function run(options: DaemonOptions, logger: Logger): Promise<number> {
  logUncaughtErrors(logger);
  const stop = awaitStopSignal();
  await checkHost(options);
  using _locks = lockRoots(options.engine);
  const streaming = await openStreaming(options, logger);
  const containers = await openContainers(options.engine);
  try {
    logChanges(containers, logger);
    const execs = await openExecSessions(containers, options.engine);
    const server = await serveEngine(composeEngine({ containers, execs, streaming }), {
      ...options,
      refused: (reason) => logger.log('warning', reason),
    });
    logger.log('info', `Conman's here! Version ${conmanVersion}, listening on ${options.socketPath}`);
    if (options.readyFd !== undefined) reportReady(options.readyFd);
    logger.log('info', `stopping on ${await stop}; containers run on`);
    await server.close();
    await streaming.close();
    await execs.close();
  } finally {
    await containers.close();
  }
  return 0;
}

/** What another conmand found in one of them it would take for what a crash left behind, and remove. */
function lockRoots({ libRoot, runRoot, runtimeRoot }: EngineConfig): Disposable {
  const locks = new DisposableStack();
  try {
    for (const root of new Set([libRoot, runRoot, runtimeRoot])) locks.use(lockDirectory(root));
    return locks;
  } catch (error) {
    locks.dispose();
    throw error;
  }
}

/** Few need the streaming server: a default port that is taken must not keep everybody from their containers. */
async function openStreaming(options: DaemonOptions, logger: Logger): Promise<StreamingServer> {
  try {
    return await StreamingServer.listen(options.streamingAddress);
  } catch (thrown) {
    if (options.needsStreaming) throw thrown;
    const reason = ConmanError.from(thrown);
    logger.log('warning', `no streaming server: ${reason.message} (${reason.hint})`);
    return StreamingServer.unavailable(reason);
  }
}

async function openExecSessions({ runtime }: Containers, { runRoot }: EngineConfig): Promise<ExecSessions> {
  const directory = join(runRoot, 'exec');
  // What a conmand before did not come to remove.
  await removeTree(directory);
  await makeDirectory(directory);
  const clock = new UnixClock();
  return new ExecSessions({ runtime, directory, syscalls: new Syscalls(), nowNs: () => clock.nowNs() });
}

async function checkHost({ engine }: DaemonOptions): Promise<void> {
  if (process.getuid?.() !== 0) {
    throw new ConmanError('permission-denied', 'conmand has to run as root', { hint: 'Use sudo conmand.' });
  }
  if (!(await isExecutable(engine.shimPath))) {
    throw new ConmanError('failed-precondition', `there is no conman-shim at ${engine.shimPath}`, {
      hint: 'Build it with scripts/build, or name it with --shim-path.',
    });
  }
  await new Runtime(engine.runtimePath, engine.runtimeRoot).check();
  for (const directory of [engine.libRoot, engine.runRoot, engine.containerLogs, engine.runtimeRoot]) {
    await makeDirectory(directory, 0o700);
  }
}

/** An error that nobody expected leaves a state nobody knows: containers are safer with a new conmand. */
function logUncaughtErrors(logger: Logger): void {
  process.on('uncaughtException', (error) => {
    logger.log('error', `unexpected error, conmand ends: ${error.stack ?? error.message}`);
    process.exit(1);
  });
}

/** The name of the signal that asks to stop. A second one ends the process at once, as it would without us. */
function awaitStopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, resolve);
  });
}

function logChanges(containers: Containers, logger: Logger): void {
  const { snapshot } = containers.subscribe(({ type, container: { id, name, exit, message } }) => {
    const how = type === 'exited' ? `, ${exit === undefined ? message : `${exit.reason} ${exit.code ?? ''}`}` : '';
    logger.log('info', `container ${name} ${type}${how}`, { container: id });
  });
  const running = snapshot.filter(({ state }) => state === 'running').length;
  logger.log('info', `containers found: ${snapshot.length}, running: ${running}`);
  for (const { name, state, message } of snapshot) {
    if (state === 'unknown') logger.log('warning', `container ${name}: ${message}`);
  }
  for (const problem of containers.problems) logger.log('warning', problem);
}
