import type { handleClientStreamingCall, ServerReadableStream } from '@grpc/grpc-js';
import { ConmanError } from '../../errors/index.ts';
import { toStatus } from '../errors.ts';

/** A call that takes a stream and answers once. A client that leaves before the end is a `cancelled` in its stream. */
export function uploading<Request, Response>(
  answer: (requests: AsyncGenerator<Request>, abort: AbortSignal) => Promise<Response>,
): handleClientStreamingCall<Request, Response> {
  return (call, callback) => {
    const abort = new AbortController();
    call.once('cancelled', () => abort.abort());
    answer(requestsOf(call), abort.signal).then(
      (response) => callback(null, response),
      (error: unknown) => callback(toStatus(error)),
    );
  };
}

/** By events: an iteration of the call would destroy it, and with it the status that an early end is told by. */
async function* requestsOf<Request, Response>(call: ServerReadableStream<Request, Response>): AsyncGenerator<Request> {
  const waiting: Request[] = [];
  let end: 'finished' | 'cancelled' | undefined;
  let wake = (): void => undefined;
  const over = (how: 'finished' | 'cancelled') => () => {
    end ??= how;
    wake();
  };
  call.once('end', over('finished'));
  call.once('cancelled', over('cancelled'));
  call.on('data', (request: Request) => {
    call.pause();
    waiting.push(request);
    wake();
  });
  for (;;) {
    const request = waiting.shift();
    if (request !== undefined) yield request;
    else if (end === 'cancelled' || call.cancelled) throw new ConmanError('cancelled', 'the client left');
    else if (end === 'finished') return;
    else {
      call.resume();
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
}
