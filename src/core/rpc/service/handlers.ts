import type { handleServerStreamingCall, handleUnaryCall, ServerWritableStream } from '@grpc/grpc-js';
import { toStatus } from '../errors.ts';
import { PacedWriter } from '../paced-writer.ts';

/** Bytes of a message that says little. Only a bound on how many may wait for a slow client. */
export const estimatedEventBytes = 1024;

export function unary<Request, Response>(
  answer: (request: Request) => Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    answer(call.request).then(
      (response) => callback(null, response),
      (error: unknown) => callback(toStatus(error)),
    );
  };
}

/** For what may take as long as a container runs: nobody goes on waiting for a client that has left. */
export function unaryUntilCancelled<Request, Response>(
  answer: (request: Request, abort: AbortSignal) => Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    const abort = new AbortController();
    call.once('cancelled', () => abort.abort());
    unary((request: Request) => answer(request, abort.signal))(call, callback);
  };
}

export function streaming<Request, Response>(
  answer: (request: Request, abort: AbortSignal) => AsyncIterable<Response>,
  bytesOf: (response: Response) => number,
): handleServerStreamingCall<Request, Response> {
  return (call) => {
    void stream(call, answer, bytesOf);
  };
}

async function stream<Request, Response>(
  call: ServerWritableStream<Request, Response>,
  answer: (request: Request, abort: AbortSignal) => AsyncIterable<Response>,
  bytesOf: (response: Response) => number,
): Promise<void> {
  const abort = new AbortController();
  const writer = new PacedWriter(call);
  call.once('cancelled', () => abort.abort());
  try {
    for await (const response of answer(call.request, abort.signal)) {
      if (abort.signal.aborted) return;
      await writer.write(response, bytesOf(response));
    }
    call.end();
  } catch (error) {
    call.emit('error', toStatus(error));
  }
}
