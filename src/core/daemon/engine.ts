import type {
  ContainerExit,
  ContainerInspection,
  ContainerStatus,
  ContainerSummary,
  CreateContainerOptions,
  RemoveOptions,
  StopOptions,
} from '../api/container.ts';
import type { ContainerEngine, EngineVersion } from '../api/engine.ts';
import type { EngineEvent } from '../api/event.ts';
import type { CreateExecOptions, ExecSession } from '../api/exec.ts';
import type { ImageInspection, ImageSummary, PullOptions, PullProgress } from '../api/image.ts';
import type { LogChunk, LogOptions } from '../api/log.ts';
import type { ContainerProcess } from '../api/process.ts';
import type { AttachOptions, StreamSession } from '../api/stream.ts';
import type { ContainerLocation, Containers } from '../container/containers.ts';
import { ConmanError } from '../errors/index.ts';
import { UnixClock } from '../host/clock.ts';
import type { RuntimeVersion } from '../runtime/runc.ts';
import { attachToContainer } from '../streams/container-attachment.ts';
import type { ExecSessions } from '../streams/exec-sessions.ts';
import { readLog } from '../streams/log-reader.ts';
import { expectRemoteStreams } from '../streams/remote-command/remote-command.ts';
import type { StreamingServer } from '../streams/remote-command/streaming-server.ts';
import { conmanVersion } from './defaults.ts';
import { eventStream } from './event-stream.ts';

export interface EngineComposition {
  readonly containers: Containers;
  readonly execs: ExecSessions;
  readonly streaming: StreamingServer;
}

/** The port over the engine's parts. */
export class Engine implements ContainerEngine {
  readonly #containers: Containers;
  readonly #execs: ExecSessions;
  readonly #streaming: StreamingServer;
  readonly #clock = new UnixClock();
  readonly #startedAt = this.#clock.nowNs();
  #runtimeVersion: Promise<RuntimeVersion> | undefined;

  constructor({ containers, execs, streaming }: EngineComposition) {
    this.#containers = containers;
    this.#execs = execs;
    this.#streaming = streaming;
    containers.subscribe(({ type, container }) => {
      if (type === 'removed') execs.containerRemoved(container.id);
    });
  }

  async version(): Promise<EngineVersion> {
    this.#runtimeVersion ??= this.#containers.runtime.version();
    const { name, version } = await this.#runtimeVersion;
    return {
      version: conmanVersion,
      runtimeName: name,
      runtimeVersion: version,
      pid: process.pid,
      startedAt: this.#startedAt,
    };
  }

  async listContainers(): Promise<readonly ContainerSummary[]> {
    return this.#containers.list();
  }

  async containerStatus(ref: string): Promise<ContainerStatus> {
    return this.#containers.status(ref);
  }

  async inspectContainer(ref: string): Promise<ContainerInspection> {
    return await this.#containers.inspect(ref);
  }

  async createContainer(options: CreateContainerOptions): Promise<{ readonly id: string }> {
    return await this.#containers.create(options);
  }

  async startContainer(ref: string): Promise<void> {
    await this.#containers.start(ref);
  }

  async stopContainer(ref: string, options?: StopOptions): Promise<void> {
    await this.#containers.stop(ref, options);
  }

  async restartContainer(ref: string, options?: StopOptions): Promise<void> {
    await this.#containers.restart(ref, options);
  }

  async killContainer(ref: string, signal: string): Promise<void> {
    await this.#containers.kill(ref, signal);
  }

  async pauseContainer(ref: string): Promise<void> {
    await this.#containers.pause(ref);
  }

  async resumeContainer(ref: string): Promise<void> {
    await this.#containers.resume(ref);
  }

  async renameContainer(ref: string, name: string): Promise<void> {
    await this.#containers.rename(ref, name);
  }

  async waitContainer(ref: string, abort?: AbortSignal): Promise<ContainerExit> {
    return await this.#containers.waitForExit(ref, abort);
  }

  async listProcesses(ref: string): Promise<readonly ContainerProcess[]> {
    return await this.#containers.processes(ref);
  }

  async removeContainer(ref: string, options?: RemoveOptions): Promise<void> {
    await this.#containers.remove(ref, options);
  }

  async *readLogs(ref: string, options: LogOptions, abort?: AbortSignal): AsyncGenerator<LogChunk> {
    yield* readLog(this.#containers.locate(ref).logPath, options, abort);
  }

  async attachContainer(ref: string, options: AttachOptions): Promise<StreamSession> {
    const target = this.#containers.locate(ref);
    try {
      return await attachToContainer(target, options, () => this.#clock.nowNs());
    } catch (error) {
      const location = this.#containers.locate(target.id);
      if (ConmanError.from(error).code !== 'unavailable' || location.state === 'running') throw error;
      throw nothingToAttachTo(location, error);
    }
  }

  async attachUrl(ref: string, options: AttachOptions & { readonly tty: boolean }): Promise<string> {
    const container = this.#containers.locate(ref);
    expectRemoteStreams(options);
    if (container.state === 'exited') throw nothingToAttachTo(container);
    const { tty, ...attach } = options;
    return this.#streaming.urlFor({
      verb: 'attach',
      streams: { ...attach, tty },
      // By its id: when the URL is used, another container may have the name.
      open: (size) =>
        this.attachContainer(container.id, size === undefined ? attach : { ...attach, terminalSize: size }),
    });
  }

  async createExec(ref: string, options: CreateExecOptions): Promise<ExecSession> {
    return await this.#execs.create(this.#containers.locate(ref), options);
  }

  async attachExec(id: string, options: AttachOptions): Promise<StreamSession> {
    return this.#execs.attach(id, options);
  }

  async listExecs(): Promise<readonly ExecSession[]> {
    return this.#execs.list();
  }

  async removeExec(id: string): Promise<void> {
    await this.#execs.remove(id);
  }

  events(abort?: AbortSignal): AsyncIterable<EngineEvent> {
    return eventStream((next) => {
      const containers = this.#containers.subscribe(next);
      const leaveExecs = this.#execs.subscribe(next);
      return {
        snapshot: { kind: 'snapshot', containers: containers.snapshot, execs: this.#execs.list() },
        unsubscribe() {
          containers.unsubscribe();
          leaveExecs();
        },
      };
    }, abort);
  }

  async listImages(): Promise<readonly ImageSummary[]> {
    return await this.#containers.listImages();
  }

  async inspectImage(image: string): Promise<ImageInspection> {
    return await this.#containers.inspectImage(image);
  }

  pullImage(reference: string, options: PullOptions = {}, abort?: AbortSignal): AsyncIterable<PullProgress> {
    return this.#containers.pullImage(reference, options, abort ?? new AbortController().signal);
  }

  async removeImage(image: string): Promise<void> {
    await this.#containers.removeImage(image);
  }
}

function nothingToAttachTo({ name, state }: ContainerLocation, cause?: unknown): ConmanError {
  return new ConmanError('failed-precondition', `container ${name} is ${state}: there is nothing to attach to`, {
    hint: `Read what it wrote: conmanctl container logs ${name}`,
    cause,
  });
}
