import { type CallOptions, type ClientUnaryCall, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import type { ContainerEngine } from '../api/engine.ts';
import type { ExecSession } from '../api/exec.ts';
import { ConmanError } from '../errors/index.ts';
import { containerFromWire, createToWire, exitFromWire, statusFromWire } from './convert-container.ts';
import { eventFromWire } from './convert-event.ts';
import { createExecToWire, execFromWire } from './convert-exec.ts';
import { imageFromWire, pullFromWire } from './convert-image.ts';
import { processFromWire } from './convert-process.ts';
import { diagnose } from './diagnosis.ts';
import { fromServiceError, isAnswer } from './errors.ts';
import { ConmanClient } from './generated/conman.ts';
import { clientChannelOptions } from './limits.ts';
import { openStreamSession } from './stream-client.ts';

/** What a stop means when the caller gives no timeout, in seconds. */
const defaultStopTimeoutSeconds = 10;

/** The engine of another process, over its socket. */
export interface EngineClient extends ContainerEngine {
  /** Ends the connection and every stream on it. Idempotent. An open connection does not keep the process alive, an open stream does. */
  close(): void;
}

export interface ConnectOptions {
  /** How long a daemon may take to say its version, in ms. Nothing else has a deadline: stopping a container takes what it takes. */
  readonly answerTimeoutMs?: number;
}

const defaultAnswerTimeoutMs = 5_000;

/** Connects at the first call; until then nothing can fail but a path that no socket can have. */
export function connectEngine(socketPath: string, options: ConnectOptions = {}): EngineClient {
  if (!socketPath.startsWith('/') || Buffer.byteLength(socketPath) > 107) {
    throw new ConmanError('invalid-argument', `${socketPath} is not an absolute path of at most 107 bytes`);
  }
  const rpc = new ConmanClient(`unix:${socketPath}`, credentials.createInsecure(), clientChannelOptions);
  return new GrpcEngine(rpc, socketPath, options.answerTimeoutMs ?? defaultAnswerTimeoutMs);
}

type UnaryMethod<Request, Response> = (
  request: Request,
  metadata: Metadata,
  options: Partial<CallOptions>,
  callback: (error: ServiceError | null, response: Response) => void,
) => ClientUnaryCall;

interface Cancellable {
  cancel(): void;
}

class GrpcEngine implements EngineClient {
  readonly #rpc: ConmanClient;
  readonly #socketPath: string;
  readonly #answerTimeoutMs: number;
  /** Calls under way. gRPC would keep the connection, and with it the process, until they end. */
  readonly #calls = new Set<Cancellable>();

  constructor(rpc: ConmanClient, socketPath: string, answerTimeoutMs: number) {
    this.#rpc = rpc;
    this.#socketPath = socketPath;
    this.#answerTimeoutMs = answerTimeoutMs;
  }

  async version() {
    const { version, runtimeName, runtimeVersion, pid, startedAt } = await this.#unary(
      this.#rpc.version,
      {},
      { deadline: Date.now() + this.#answerTimeoutMs },
    );
    return { version, runtimeName, runtimeVersion, pid: Number(pid), startedAt };
  }

  async listContainers() {
    const { containers } = await this.#unary(this.#rpc.listContainers, {});
    return containers.map(containerFromWire);
  }

  async containerStatus(ref: string) {
    const { status } = await this.#unary(this.#rpc.containerStatus, { containerId: ref });
    return statusFromWire(present(status, 'status'));
  }

  async inspectContainer(ref: string) {
    const { json } = await this.#unary(this.#rpc.inspectContainer, { containerId: ref });
    return parseInspection(json);
  }

  async createContainer(options: Parameters<ContainerEngine['createContainer']>[0]) {
    const { containerId } = await this.#unary(this.#rpc.createContainer, createToWire(options));
    return { id: containerId };
  }

  async startContainer(ref: string) {
    await this.#unary(this.#rpc.startContainer, { containerId: ref });
  }

  async stopContainer(ref: string, options: Parameters<ContainerEngine['stopContainer']>[1] = {}) {
    const timeout = wholeSeconds(options.timeoutSeconds ?? defaultStopTimeoutSeconds);
    await this.#unary(this.#rpc.stopContainer, { containerId: ref, timeout });
  }

  async restartContainer(ref: string, options: Parameters<ContainerEngine['restartContainer']>[1] = {}) {
    const timeout = wholeSeconds(options.timeoutSeconds ?? defaultStopTimeoutSeconds);
    await this.#unary(this.#rpc.restartContainer, { containerId: ref, timeout });
  }

  async killContainer(ref: string, signal: string) {
    await this.#unary(this.#rpc.killContainer, { containerId: ref, signal });
  }

  async pauseContainer(ref: string) {
    await this.#unary(this.#rpc.pauseContainer, { containerId: ref });
  }

  async resumeContainer(ref: string) {
    await this.#unary(this.#rpc.resumeContainer, { containerId: ref });
  }

  async renameContainer(ref: string, name: string) {
    await this.#unary(this.#rpc.renameContainer, { containerId: ref, name });
  }

  async waitContainer(ref: string, abort?: AbortSignal) {
    const { exit } = await this.#unary(this.#rpc.waitContainer, { containerId: ref }, {}, abort);
    return present(exitFromWire(exit), 'exit');
  }

  async listProcesses(ref: string) {
    const { processes } = await this.#unary(this.#rpc.listProcesses, { containerId: ref });
    return processes.map(processFromWire);
  }

  async removeContainer(ref: string, options: Parameters<ContainerEngine['removeContainer']>[1] = {}) {
    await this.#unary(this.#rpc.removeContainer, { containerId: ref, force: options.force ?? false });
  }

  async *readLogs(ref: string, options: Parameters<ContainerEngine['readLogs']>[1], abort?: AbortSignal) {
    const call = this.#rpc.readLogs({ containerId: ref, ...options });
    for await (const { records } of this.#responses(call, abort)) yield records;
  }

  async attachContainer(ref: string, options: Parameters<ContainerEngine['attachContainer']>[1]) {
    return await openStreamSession(this.#track(this.#rpc.attachContainer()), ref, options, this.#convert);
  }

  async attachUrl(ref: string, options: Parameters<ContainerEngine['attachUrl']>[1]) {
    const { tty, stdin, stdout, stderr } = options;
    const { url } = await this.#unary(this.#rpc.attach, { containerId: ref, tty, stdin, stdout, stderr });
    return url;
  }

  async createExec(ref: string, options: Parameters<ContainerEngine['createExec']>[1]): Promise<ExecSession> {
    const { session } = await this.#unary(this.#rpc.createExec, createExecToWire(ref, options));
    return execFromWire(present(session, 'exec session'));
  }

  async attachExec(id: string, options: Parameters<ContainerEngine['attachExec']>[1]) {
    return await openStreamSession(this.#track(this.#rpc.attachExec()), id, options, this.#convert);
  }

  async listExecs() {
    const { sessions } = await this.#unary(this.#rpc.listExecs, {});
    return sessions.map(execFromWire);
  }

  async removeExec(id: string) {
    await this.#unary(this.#rpc.removeExec, { id });
  }

  async *events(abort?: AbortSignal) {
    for await (const message of this.#responses(this.#rpc.events({}), abort)) {
      const event = eventFromWire(message);
      if (event !== undefined) yield event;
    }
  }

  async listImages() {
    const { images } = await this.#unary(this.#rpc.listImages, {});
    return images.map(imageFromWire);
  }

  async inspectImage(image: string) {
    const { json } = await this.#unary(this.#rpc.inspectImage, { image });
    return parseInspection(json);
  }

  async *pullImage(reference: string, options: Parameters<ContainerEngine['pullImage']>[1] = {}, abort?: AbortSignal) {
    const call = this.#rpc.pullImage({ reference, platform: options.platform ?? '' });
    for await (const message of this.#responses(call, abort)) {
      const progress = pullFromWire(message);
      if (progress !== undefined) yield progress;
    }
  }

  async removeImage(image: string) {
    await this.#unary(this.#rpc.removeImage, { image });
  }

  close(): void {
    for (const call of this.#calls) call.cancel();
    this.#rpc.close();
  }

  readonly #convert = async (thrown: unknown): Promise<ConmanError> => {
    const error = fromServiceError(thrown, this.#socketPath);
    return isAnswer(thrown) ? error : await diagnose(error, this.#socketPath);
  };

  async #unary<Request, Response>(
    method: UnaryMethod<Request, Response>,
    request: Request,
    options: Partial<CallOptions> = {},
    abort?: AbortSignal,
  ): Promise<Response> {
    let cancel: (() => void) | undefined;
    try {
      return await new Promise((resolve, reject) => {
        const call = method.call(this.#rpc, request, new Metadata(), options, (error, response) => {
          this.#calls.delete(call);
          if (error) reject(error);
          else resolve(response);
        });
        this.#calls.add(call);
        cancel = () => call.cancel();
        abort?.addEventListener('abort', cancel);
        if (abort?.aborted) cancel();
      });
    } catch (error) {
      throw await this.#convert(error);
    } finally {
      if (cancel !== undefined) abort?.removeEventListener('abort', cancel);
    }
  }

  #track<Call extends Cancellable & NodeJS.EventEmitter>(call: Call): Call {
    this.#calls.add(call);
    call.once('status', () => this.#calls.delete(call));
    return call;
  }

  /** The messages of a call; quietly at an end when `abort` says so, and cancelled when the reader leaves. */
  async *#responses<Response>(
    call: Cancellable & NodeJS.EventEmitter & AsyncIterable<Response>,
    abort: AbortSignal | undefined,
  ): AsyncGenerator<Response> {
    this.#track(call);
    const cancel = (): void => call.cancel();
    // After the loop ended, the status of the cancelled call comes as one more error.
    call.on('error', () => {});
    abort?.addEventListener('abort', cancel);
    if (abort?.aborted) cancel();
    try {
      yield* call;
    } catch (error) {
      if (!abort?.aborted) throw await this.#convert(error);
    } finally {
      abort?.removeEventListener('abort', cancel);
      cancel();
    }
  }
}

function parseInspection(json: string) {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new ConmanError('data-loss', 'the daemon sent an inspection that is not JSON', { cause });
  }
}

function wholeSeconds(seconds: number): bigint {
  if (!(seconds >= 0 && seconds <= Number.MAX_SAFE_INTEGER)) {
    throw new ConmanError('invalid-argument', `${seconds} is not a number of seconds`);
  }
  return BigInt(Math.ceil(seconds));
}

function present<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new ConmanError('data-loss', `the daemon sent an answer without ${what}`);
  return value;
}
