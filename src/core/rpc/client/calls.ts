import {
  type CallOptions,
  type ClientUnaryCall,
  type ClientWritableStream,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import type { ConmanError } from '../../errors/index.ts';
import { diagnose } from '../diagnosis.ts';
import { fromServiceError, isAnswer } from '../errors.ts';
import type { ConmanClient } from '../generated/conman.ts';

type UnaryMethod<Request, Response> = (
  request: Request,
  metadata: Metadata,
  options: Partial<CallOptions>,
  callback: (error: ServiceError | null, response: Response) => void,
) => ClientUnaryCall;

type UploadMethod<Request, Response> = (
  metadata: Metadata,
  options: Partial<CallOptions>,
  callback: (error: ServiceError | null, response: Response) => void,
) => ClientWritableStream<Request>;

interface Cancellable {
  cancel(): void;
}

/** The calls of one client: their errors in the port's terms, and an end to all of them at once. */
export class Calls {
  readonly rpc: ConmanClient;
  /** See ConnectOptions. */
  readonly answerTimeoutMs: number;
  readonly #socketPath: string;
  /** Calls under way. gRPC would keep the connection, and with it the process, until they end. */
  readonly #calls = new Set<Cancellable>();

  constructor(rpc: ConmanClient, socketPath: string, answerTimeoutMs: number) {
    this.rpc = rpc;
    this.#socketPath = socketPath;
    this.answerTimeoutMs = answerTimeoutMs;
  }

  close(): void {
    for (const call of this.#calls) call.cancel();
    this.rpc.close();
  }

  readonly convert = async (thrown: unknown): Promise<ConmanError> => {
    const error = fromServiceError(thrown, this.#socketPath);
    return isAnswer(thrown) ? error : await diagnose(error, this.#socketPath);
  };

  async unary<Request, Response>(
    method: UnaryMethod<Request, Response>,
    request: Request,
    options: Partial<CallOptions> = {},
    abort?: AbortSignal,
  ): Promise<Response> {
    let cancel: (() => void) | undefined;
    try {
      return await new Promise((resolve, reject) => {
        const call = method.call(this.rpc, request, new Metadata(), options, (error, response) => {
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
      throw await this.convert(error);
    } finally {
      if (cancel !== undefined) abort?.removeEventListener('abort', cancel);
    }
  }

  /** Sends all requests, no faster than they are taken, for one answer, which may come before the end of them. */
  async upload<Request, Response>(
    method: UploadMethod<Request, Response>,
    requests: AsyncIterable<Request>,
    abort?: AbortSignal,
  ): Promise<Response> {
    const answered = Promise.withResolvers<Response>();
    const call = method.call(this.rpc, new Metadata(), {}, (error, response) => {
      if (error) answered.reject(error);
      else answered.resolve(response);
    });
    this.track(call);
    // The answer tells it.
    call.on('error', () => {});
    const cancel = (): void => call.cancel();
    abort?.addEventListener('abort', cancel);
    if (abort?.aborted) cancel();
    let sendError: unknown;
    const sent = sendAll(call, requests, answered.promise).catch((error: unknown) => {
      sendError = error;
      cancel();
    });
    try {
      const response = await answered.promise;
      await sent;
      return response;
    } catch (error) {
      throw sendError ?? (await this.convert(error));
    } finally {
      abort?.removeEventListener('abort', cancel);
    }
  }

  track<Call extends Cancellable & NodeJS.EventEmitter>(call: Call): Call {
    this.#calls.add(call);
    call.once('status', () => this.#calls.delete(call));
    return call;
  }

  /** The messages of a call; quietly at an end when `abort` says so, and cancelled when the reader leaves. */
  async *responses<Response>(
    call: Cancellable & NodeJS.EventEmitter & AsyncIterable<Response>,
    abort: AbortSignal | undefined,
  ): AsyncGenerator<Response> {
    this.track(call);
    const cancel = (): void => call.cancel();
    // After the loop ended, the status of the cancelled call comes as one more error.
    call.on('error', () => {});
    abort?.addEventListener('abort', cancel);
    if (abort?.aborted) cancel();
    try {
      yield* call;
    } catch (error) {
      if (!abort?.aborted) throw await this.convert(error);
    } finally {
      abort?.removeEventListener('abort', cancel);
      cancel();
    }
  }
}

/** Until everything is sent or the call is answered. */
async function sendAll<Request>(
  call: ClientWritableStream<Request>,
  requests: AsyncIterable<Request>,
  answered: Promise<unknown>,
): Promise<void> {
  let isAnswered = false;
  const over = answered.then(
    () => undefined,
    () => undefined,
  );
  void over.then(() => {
    isAnswered = true;
  });
  for await (const request of requests) {
    if (isAnswered) return;
    await Promise.race([over, new Promise<void>((resolve) => call.write(request, () => resolve()))]);
  }
  call.end();
}
