import type {
  ContainerExit,
  ContainerState,
  ContainerStatus,
  ContainerSummary,
  CreateContainerOptions,
  ExitCause,
  ExitReason,
  TerminalSize,
} from '../api/container.ts';
import type { HealthStatus } from '../api/health.ts';
import { ConmanError } from '../errors/index.ts';
import { containerNetworkFromWire, containerNetworkToWire } from './convert-network.ts';
import { settingsFromWire, settingsToWire } from './convert-settings.ts';
import type * as wire from './generated/conman.ts';

const stateToWire = { created: 'CREATED', running: 'RUNNING', exited: 'EXITED', unknown: 'UNKNOWN' } as const;
const stateFromWire = { CREATED: 'created', RUNNING: 'running', EXITED: 'exited', UNKNOWN: 'unknown' } as const;

/** What the contract's exit_code says of a container that ended nobody knows how: never 0. */
const unknownExitCode = -1;

export function exitToWire(exit: ContainerExit | undefined): wire.Exit | undefined {
  return exit && { ...exit, cause: exit.cause ?? '' };
}

export function exitFromWire(exit: wire.Exit | undefined): ContainerExit | undefined {
  if (exit === undefined) return undefined;
  const cause = exitCauses.find((known) => known === exit.cause);
  return {
    reason: exitReason(exit.reason),
    code: exit.code,
    signal: exit.signal,
    at: exit.at,
    ...(cause && { cause }),
  };
}

const exitCauses: readonly ExitCause[] = ['out-of-memory', 'timeout'];

/** A reason of a newer daemon is one we do not know. */
function exitReason(reason: string): ExitReason {
  return reason === 'exited' || reason === 'signaled' ? reason : 'unknown';
}

export function sizeFromWire(size: wire.TerminalSize | undefined): { terminalSize?: TerminalSize } {
  return size === undefined ? {} : { terminalSize: { columns: size.columns, rows: size.rows } };
}

function factsToWire(container: ContainerSummary): wire.ContainerFacts {
  const { startedAt, finishedAt, image, command, tty, stdin, logBytesLost, message, labels } = container;
  const exit = exitToWire(container.exit);
  const pid = BigInt(container.pid);
  const paused = container.paused ?? false;
  const times = { startedAt, finishedAt, exit };
  const health = container.health ?? '';
  const network = containerNetworkToWire(container.network);
  const more = { health, network, restarts: container.restarts ?? 0, labels: { ...labels } };
  return { ...times, image, command, tty, stdin, pid, paused, logBytesLost, message, ...more };
}

/** A daemon that only knows the contract sends no facts. */
function factsFromWire(facts: wire.ContainerFacts | undefined) {
  return {
    startedAt: facts?.startedAt ?? 0n,
    finishedAt: facts?.finishedAt ?? 0n,
    exit: exitFromWire(facts?.exit),
    image: facts?.image ?? '',
    command: facts?.command ?? [],
    tty: facts?.tty ?? false,
    stdin: facts?.stdin ?? false,
    pid: Number(facts?.pid ?? 0),
    ...(facts?.paused && { paused: true }),
    ...(facts?.health && { health: facts.health as HealthStatus }),
    ...(facts?.restarts && { restarts: facts.restarts }),
    logBytesLost: facts?.logBytesLost ?? 0n,
    message: facts?.message ?? '',
    labels: facts?.labels ?? {},
    ...(facts?.network && { network: containerNetworkFromWire(facts.network) }),
  };
}

export function containerToWire(container: ContainerSummary): wire.Container {
  const { id, name, createdAt, state } = container;
  return { id, name, createdAt, state: stateToWire[state], facts: factsToWire(container) };
}

export function containerFromWire({ id, name, createdAt, state, facts }: wire.Container): ContainerSummary {
  return { ...factsFromWire(facts), id, name, createdAt, state: containerState(state) };
}

function containerState(state: wire.ContainerState): ContainerState {
  return stateFromWire[state] ?? 'unknown';
}

export function statusToWire(status: ContainerStatus): wire.ContainerStatus {
  const { id, name, state, createdAt, startedAt, finishedAt, exit, message, logPath } = status;
  return {
    containerId: id,
    containerName: name,
    state: stateToWire[state],
    createdAt,
    startedAt,
    finishedAt,
    exitCode: exit === undefined ? 0 : (exit.code ?? unknownExitCode),
    message,
    logPath,
    facts: factsToWire(status),
  };
}

export function statusFromWire(status: wire.ContainerStatus): ContainerStatus {
  const { containerId, containerName, state, createdAt, startedAt, finishedAt, message, logPath } = status;
  return {
    ...factsFromWire(status.facts),
    id: containerId,
    name: containerName,
    state: containerState(state),
    createdAt,
    startedAt,
    finishedAt,
    message,
    logPath,
  };
}

export function createToWire(options: CreateContainerOptions): wire.CreateContainerRequest {
  const [command = '', ...args] = options.command;
  if (options.command.length > 0 && command === '') {
    throw new ConmanError('invalid-argument', 'the command is an empty string');
  }
  return {
    name: options.name,
    rootfsPath: options.image,
    rootfsReadonly: options.rootfsReadonly ?? false,
    command,
    args,
    stdin: options.stdin ?? false,
    stdinOnce: options.stdinOnce ?? false,
    tty: options.tty ?? false,
    terminalSize: options.terminalSize,
    env: options.env ?? [],
    workdir: options.workdir ?? '',
    hostname: options.hostname ?? '',
    labels: { ...options.labels },
    settings: settingsToWire(options),
  };
}

export function createFromWire(request: wire.CreateContainerRequest): CreateContainerOptions {
  const { name, rootfsPath, rootfsReadonly, command, args, stdin, stdinOnce, tty, env, workdir, hostname } = request;
  if (command === '' && args.length > 0) {
    throw new ConmanError('invalid-argument', 'the command is an empty string');
  }
  return {
    name,
    image: rootfsPath,
    rootfsReadonly,
    command: command === '' ? [] : [command, ...args],
    stdin,
    stdinOnce,
    tty,
    ...sizeFromWire(request.terminalSize),
    env,
    ...(workdir === '' ? {} : { workdir }),
    ...(hostname === '' ? {} : { hostname }),
    labels: request.labels,
    ...settingsFromWire(request.settings),
  };
}
