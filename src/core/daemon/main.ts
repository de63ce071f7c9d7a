import { join } from 'node:path';
import { type Containers, type EngineConfig, openContainers } from '../container/containers.ts';
import { ConmanError } from '../errors/index.ts';
import { UnixClock } from '../host/clock.ts';
import { makeDirectory, removeTree } from '../host/directories.ts';
import { becomeProgram, endProcess, takeListeningFd } from '../host/process-replacement.ts';
import { reportReady, writeStandardError } from '../host/standard-error.ts';
import { Syscalls } from '../host/syscalls.ts';
import { type EngineServer, serveEngine } from '../rpc/server.ts';
import { ExecSessions } from '../streams/exec-sessions.ts';
import { StreamingServer } from '../streams/remote-command/streaming-server.ts';
import { conmanVersion, rootsInUseStatus } from './defaults.ts';
import { EndRequest } from './ending.ts';
import { composeEngine } from './engine.ts';
import { checkHost, lockRoots } from './host-check.ts';
import { IdleMemory } from './idle-memory.ts';
import { LogBook } from './log-book.ts';
import { createLogger, type Logger } from './logger.ts';
import { Metrics } from './metrics.ts';
import { openMetricsType } from './open-metrics.ts';
import { type DaemonOptions, type Installation, parseDaemonCommand, usage } from './options.ts';
import { ServiceManager } from './service-manager.ts';

/** conmand from its command line to its exit status. */
export async function runDaemon(argv: readonly string[], installation: Installation): Promise<number> {
  const logBook = new LogBook();
  let logger = openLog({ logFormat: 'text', logLevel: 'info' }, logBook);
  try {
    const command = parseDaemonCommand(argv, installation);
    if (command.kind === 'run') {
      logger = openLog(command.options, logBook);
      const listeningFd = await run({ ...command, programPath: installation.programPath, logger, logBook });
      if (listeningFd !== undefined) becomeProgram(installation.programPath, command.restartArguments, listeningFd);
      return 0;
    }
    process.stdout.write(command.kind === 'help' ? usage : `conmand ${conmanVersion}\n`);
    return 0;
  } catch (thrown) {
    const error = ConmanError.from(thrown);
    logger.log('error', error.hint === undefined ? error.message : `${error.message} (${error.hint})`);
    return exitStatusOf(error);
  }
}

function exitStatusOf({ code, reason }: ConmanError): number {
  if (reason === 'daemon-running') return rootsInUseStatus;
  return code === 'invalid-argument' ? 2 : 1;
}

interface Run {
  readonly options: DaemonOptions;
  readonly programPath: string;
  readonly logger: Logger;
  readonly logBook: LogBook;
}

/** Serves until it is asked to end. Resolves with the socket that listens on where conmand is to begin again. */
async function run({ options, programPath, logger, logBook }: Run): Promise<number | undefined> {
  logUncaughtErrors(logger);
  const end = new EndRequest();
  const manager = new ServiceManager(process.env);
  const listeningFd = takeListeningFd();
  await checkHost(options);
  using _locks = lockRoots(options);
  const streaming = await openStreaming(options, logger);
  const containers = await openContainers(options.engine);
  const metrics = new Metrics();
  const memory = new IdleMemory();
  try {
    logChanges(containers, logger);
    containers.subscribe(({ type }) => metrics.observeEvent(type));
    const execs = await openExecSessions(containers, options.engine);
    const daemon = { metrics, logBook, programPath, requestRestart: () => end.restart() };
    const server = await serveEngine(composeEngine({ containers, execs, streaming, daemon }), {
      ...options,
      listeningFd,
      refused: (reason) => logger.log('warning', reason),
      observe(...call) {
        metrics.observeCall(...call);
        memory.worked();
      },
      metrics: { contentType: openMetricsType, text: () => metrics.text(containers, execs) },
    });
    logger.log('info', `Conman's here! Version ${conmanVersion}, listening on ${options.socketPath}`);
    manager.ready(`Version ${conmanVersion}, listening on ${options.socketPath}`);
    if (options.readyFd !== undefined) reportReady(options.readyFd);
    memory.worked();
    const nextFd = await endServing(await end.requested, server, manager, logger);
    await streaming.close();
    await execs.close();
    return nextFd;
  } finally {
    await containers.close();
  }
}

async function endServing(
  ending: Awaited<EndRequest['requested']>,
  server: EngineServer,
  manager: ServiceManager,
  logger: Logger,
): Promise<number | undefined> {
  if (ending.kind === 'restart') {
    logger.log('info', 'restarting; containers run on');
    manager.reloading();
    return await server.handOver();
  }
  logger.log('info', `stopping on ${ending.signal}; containers run on`);
  manager.stopping();
  await server.close();
  return undefined;
}

function openLog(
  { logFormat: format, logLevel: level }: Pick<DaemonOptions, 'logFormat' | 'logLevel'>,
  logBook: LogBook,
): Logger {
  const write = (line: string): void => {
    writeStandardError(line);
    logBook.write(line);
  };
  return createLogger({ format, level, write, now: () => new Date() });
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

async function openExecSessions({ runtimes }: Containers, { runRoot, shimPath }: EngineConfig): Promise<ExecSessions> {
  const directory = join(runRoot, 'exec');
  // What a conmand before did not come to remove.
  await removeTree(directory);
  await makeDirectory(directory);
  const clock = new UnixClock();
  return new ExecSessions({ runtimes, shimPath, directory, syscalls: new Syscalls(), nowNs: () => clock.nowNs() });
}

/** An error that nobody expected leaves a state nobody knows: containers are safer with a new conmand. */
function logUncaughtErrors(logger: Logger): void {
  process.on('uncaughtException', (error) => {
    logger.log('error', `unexpected error, conmand ends: ${error.stack ?? error.message}`);
    endProcess(1);
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
  containers.subscribeToNetworkNotices((notice) => logger.log('warning', notice));
}
