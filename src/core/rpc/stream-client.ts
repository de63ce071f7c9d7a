import type { ClientDuplexStream } from '@grpc/grpc-js';
import type { TerminalSize } from '../api/container.ts';
import type { AttachOptions, StreamMessage, StreamSession } from '../api/stream.ts';
import type { ConmanError } from '../errors/index.ts';
import { asBuffer, messageFromWire, openToWire } from './convert-stream.ts';
import type { StreamInput, StreamOutput } from './generated/conman.ts';
import { maxStreamPiece } from './limits.ts';

type StreamCall = ClientDuplexStream<StreamInput, StreamOutput>;

type ConvertError = (error: unknown) => Promise<ConmanError>;

/** Resolves when the daemon has opened the stream; rejects with its reason when it has not. */
export async function openStreamSession(
  call: StreamCall,
  id: string,
  options: AttachOptions,
  convert: ConvertError,
): Promise<StreamSession> {
  // The iteration reports the error; without a listener it would also be thrown once nobody iterates any more.
  call.on('error', () => {});
  call.write(openToWire(id, options));
  const responses: AsyncIterator<StreamOutput> = call[Symbol.asyncIterator]();
  try {
    await responses.next();
  } catch (error) {
    throw await convert(error);
  }
  return new GrpcStreamSession(call, responses, convert);
}

class GrpcStreamSession implements StreamSession {
  readonly messages: AsyncIterable<StreamMessage>;
  readonly #call: StreamCall;

  constructor(call: StreamCall, responses: AsyncIterator<StreamOutput>, convert: ConvertError) {
    this.#call = call;
    this.messages = readMessages(call, responses, convert);
  }

  async write(data: Uint8Array): Promise<void> {
    const bytes = asBuffer(data);
    for (let at = 0; at < bytes.length; at += maxStreamPiece) {
      await this.#send({ kind: { $case: 'stdin', value: bytes.subarray(at, at + maxStreamPiece) } });
    }
  }

  closeStdin(): void {
    void this.#send({ kind: { $case: 'closeStdin', value: {} } });
  }

  resize({ columns, rows }: TerminalSize): void {
    void this.#send({ kind: { $case: 'resize', value: { columns, rows } } });
  }

  detach(): void {
    if (this.#call.writable) this.#call.end();
  }

  /** Resolves when gRPC passed the message on, or the stream is over: what ended it is told by `messages`. */
  #send(message: StreamInput): Promise<void> {
    if (!this.#call.writable) return Promise.resolve();
    return new Promise((resolve) => this.#call.write(message, () => resolve()));
  }
}

async function* readMessages(
  call: StreamCall,
  responses: AsyncIterator<StreamOutput>,
  convert: ConvertError,
): AsyncGenerator<StreamMessage> {
  try {
    for (;;) {
      const { value, done } = await responses.next();
      if (done) return;
      const message = messageFromWire(value);
      if (message === undefined) continue;
      yield message;
      if (message.kind === 'end') return;
    }
  } catch (error) {
    throw await convert(error);
  } finally {
    call.cancel();
  }
}
