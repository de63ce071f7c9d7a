import type {
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
import type { ImageSummary } from '../api/image.ts';
import type { LogChunk, LogOptions } from '../api/log.ts';
import type { AttachOptions, StreamSession } from '../api/stream.ts';
import type { Containers } from '../container/containers.ts';
import { ConmanError } from '../errors/index.ts';
import { UnixClock } from '../host/clock.ts';
import type { RuntimeVersion } from '../runtime/runc.ts';
import { attachToShim } from '../streams/container-attachment.ts';
import { readLog } from '../streams/log-reader.ts';
import { conmanVersion } from './defaults.ts';
import { eventStream } from './event-stream.ts';

/** The port over the engine's parts: containers, their streams, exec sessions. */
export class Engine implements ContainerEngine {
  readonly #containers: Containers;
  readonly #clock = new UnixClock();
  readonly #startedAt = this.#clock.nowNs();
  #runtimeVersion: Promise<RuntimeVersion> | undefined;

  constructor(containers: Containers) {
    this.#containers = containers;
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

  async killContainer(ref: string, signal: string): Promise<void> {
    await this.#containers.kill(ref, signal);
  }

  async removeContainer(ref: string, options?: RemoveOptions): Promise<void> {
    await this.#containers.remove(ref, options);
  }

  async *readLogs(ref: string, options: LogOptions, abort?: AbortSignal): AsyncGenerator<LogChunk> {
    yield* readLog(this.#containers.locate(ref).logPath, options, abort);
  }

  async attachContainer(ref: string, options: AttachOptions): Promise<StreamSession> {
    const { attachSocket, id } = this.#containers.locate(ref);
    try {
      return await attachToShim(attachSocket, options, () => this.#clock.nowNs());
    } catch (error) {
      const { name, state } = this.#containers.locate(id);
      if (ConmanError.from(error).code !== 'unavailable' || state === 'running') throw error;
      throw new ConmanError('failed-precondition', `container ${name} is ${state}: there is nothing to attach to`, {
        hint: `Read what it wrote: conmanctl container logs ${name}`,
        cause: error,
      });
    }
  }

  async attachUrl(_ref: string, _options: AttachOptions & { readonly tty: boolean }): Promise<string> {
    throw new ConmanError('unimplemented', 'this conmand has no streaming server yet');
  }

  async createExec(_ref: string, _options: CreateExecOptions): Promise<ExecSession> {
    throw new ConmanError('unimplemented', 'this conmand has no exec sessions yet');
  }

  async attachExec(id: string, _options: AttachOptions): Promise<StreamSession> {
    throw new ConmanError('not-found', `there is no exec session ${id}`);
  }

  async listExecs(): Promise<readonly ExecSession[]> {
    return [];
  }

  async removeExec(_id: string): Promise<void> {}

  events(abort?: AbortSignal): AsyncIterable<EngineEvent> {
    return eventStream((next) => {
      const { snapshot, unsubscribe } = this.#containers.subscribe(next);
      return { snapshot: { kind: 'snapshot', containers: snapshot, execs: [] }, unsubscribe };
    }, abort);
  }

  async listImages(): Promise<readonly ImageSummary[]> {
    return await this.#containers.listImages();
  }

  async close(): Promise<void> {}
}
