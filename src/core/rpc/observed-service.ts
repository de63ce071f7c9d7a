import { type handleUnaryCall, status, type UntypedServiceImplementation } from '@grpc/grpc-js';
import type { ConmanServer } from './generated/conman.ts';

/** Called when a call with one answer was answered; `failure` is the name of a gRPC status such as `NOT_FOUND`. */
export type CallObserver = (method: string, seconds: number, failure: string | undefined) => void;

/** The same service, with its unary calls observed. Streams last as long as their clients want, so they say nothing. */
export function observedService(service: ConmanServer, observe: CallObserver): ConmanServer {
  const entries = Object.entries(service as UntypedServiceImplementation).map(([method, handler]) => [
    method,
    // What takes a callback answers once.
    handler.length < 2 ? handler : observedCall(method, handler as handleUnaryCall<unknown, unknown>, observe),
  ]);
  return Object.fromEntries(entries);
}

function observedCall(
  method: string,
  handler: handleUnaryCall<unknown, unknown>,
  observe: CallObserver,
): handleUnaryCall<unknown, unknown> {
  return (call, callback) => {
    const startMs = performance.now();
    handler(call, (error, ...answer) => {
      const failure = error === null ? undefined : (status[error.code ?? status.UNKNOWN] ?? 'UNKNOWN');
      observe(method, (performance.now() - startMs) / 1000, failure);
      callback(error, ...answer);
    });
  };
}
