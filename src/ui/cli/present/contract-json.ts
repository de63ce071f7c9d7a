import type {
  ContainerExit,
  ContainerProcess,
  ContainerStatus,
  ContainerSummary,
  EngineVersion,
  ExecSession,
  ImageSummary,
} from '../../../core/api/index.ts';

/**
 * Answers as scripts know them: the proto3 JSON mapping of the contract's messages with defaults emitted. lowerCamelCase
 * keys, 64-bit integers as strings, enum values by name; the contract's keys in the order of their numbers, and no others.
 */

/** exit_code of a container that ended nobody knows how: never 0, which would be success. */
const unknownExitCode = -1;

export function versionJson({ version, runtimeName, runtimeVersion }: EngineVersion) {
  return { version, runtimeName, runtimeVersion };
}

export function createdJson(id: string) {
  return { containerId: id };
}

export function listJson(containers: readonly ContainerSummary[]) {
  return { containers: containers.map(containerJson) };
}

function containerJson({ id, name, createdAt, state }: ContainerSummary) {
  return { id, name, createdAt: String(createdAt), state: state.toUpperCase() };
}

export function statusJson(container: ContainerStatus) {
  const { id, name, state, createdAt, startedAt, finishedAt, exit, message, logPath } = container;
  return {
    status: {
      containerId: id,
      containerName: name,
      state: state.toUpperCase(),
      createdAt: String(createdAt),
      startedAt: String(startedAt),
      finishedAt: String(finishedAt),
      exitCode: exit === undefined ? 0 : (exit.code ?? unknownExitCode),
      message,
      logPath,
    },
  };
}

export function attachUrlJson(url: string) {
  return { url };
}

/** What starting, stopping, killing and removing answer. */
export const emptyJson = {};

/** What waiting answers: the exit code under the contract's name for it. */
export function exitCodeJson({ code }: ContainerExit) {
  return { exitCode: code ?? unknownExitCode };
}

/** From here on: conman's own messages, by the same rules. An unknown exit code is left out, never 0. */
function exitJson({ reason, code, signal, at, cause }: ContainerExit) {
  return { reason, code, signal, at: String(at), ...(cause && { cause }) };
}

export function imagesJson(images: readonly ImageSummary[]) {
  return { images: images.map(imageJson) };
}

export function imageJson({ name, id, createdAt, sizeBytes, command }: ImageSummary) {
  return { name, id, createdAt: String(createdAt), sizeBytes: String(sizeBytes), command };
}

export function pulledJson(image: ImageSummary, changed: boolean) {
  return { image: imageJson(image), changed };
}

export function eventContainerJson(container: ContainerSummary) {
  const { startedAt, finishedAt, exit, image, command, tty, stdin, pid, logBytesLost, message, labels } = container;
  return {
    ...containerJson(container),
    startedAt: String(startedAt),
    finishedAt: String(finishedAt),
    exit: exit && exitJson(exit),
    image,
    command,
    tty,
    stdin,
    pid: String(pid),
    paused: container.paused ?? false,
    health: container.health,
    logBytesLost: String(logBytesLost),
    message,
    labels,
    network: container.network,
  };
}

export function processesJson(processes: readonly ContainerProcess[]) {
  return { processes: processes.map(processJson) };
}

function processJson(process: ContainerProcess) {
  const { pid, containerPid, parentPid, uid, state, cpuTimeMs, startedAt, residentBytes, command } = process;
  return {
    pid: String(pid),
    containerPid: String(containerPid),
    parentPid: String(parentPid),
    uid,
    state,
    cpuTimeMs: String(cpuTimeMs),
    startedAt: String(startedAt),
    residentBytes: String(residentBytes),
    command,
  };
}

export function execJson({ id, containerId, command, tty, startedAt, exit, clients }: ExecSession) {
  return { id, containerId, command, tty, startedAt: String(startedAt), exit: exit && exitJson(exit), clients };
}
