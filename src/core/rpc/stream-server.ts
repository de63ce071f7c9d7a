import type { handleBidiStreamingCall, ServerDuplexStream } from '@grpc/grpc-js';
import type { AttachOptions, StreamMessage, StreamSession } from '../api/stream.ts';
import { ConmanError } from '../errors/index.ts';
import { messageToWire, openFromWire } from './convert-stream.ts';
import { toStatus } from './errors.ts';
import type { StreamInput, StreamOutput } from './generated/conman.ts';
import { OutputPace } from './output-pace.ts';
import { PacedWriter } from './paced-writer.ts';

type OpenSession = (id: string, options: AttachOptions) => Promise<StreamSession>;
type StreamCall = ServerDuplexStream<StreamInput, StreamOutput>;

/** A stream session on a call in both directions. */
export function serveStream(open: OpenSession): handleBidiStreamingCall<StreamInput, StreamOutput> {
  return (call) => {
    void serve(call, open);
  };
}

async function serve(call: StreamCall, open: OpenSession): Promise<void> {
  const writer = new PacedWriter<StreamOutput>(call);
  const pace = new OutputPace();
  let session: StreamSession | undefined;
  try {
    session = await openSession(await firstRequest(call), open);
    passInput(call, session);
    await writer.write({ kind: { $case: 'opened', value: {} } }, 0);
    for await (const message of session.messages) {
      await writer.write(messageToWire(message), bytesOf(message));
      if (message.kind === 'output') await pace.afterPiece();
    }
    call.end();
  } catch (error) {
    call.emit('error', toStatus(error));
  } finally {
    session?.detach();
  }
}

// Requests are read by events: an iteration would destroy the call, and with it the status that we end it with, when we
// report an error while it waits for the next request.
async function firstRequest(call: StreamCall): Promise<StreamInput | undefined> {
  return await new Promise((resolve) => {
    call.once('data', (request: StreamInput) => {
      call.pause();
      resolve(request);
    });
    call.once('end', () => resolve(undefined));
    call.once('cancelled', () => resolve(undefined));
  });
}

async function openSession(request: StreamInput | undefined, open: OpenSession): Promise<StreamSession> {
  const kind = request?.kind;
  if (kind?.$case !== 'open') {
    throw new ConmanError('invalid-argument', 'the first message of a stream has to open it');
  }
  return await open(kind.value.id, openFromWire(kind.value));
}

/** One request after the other, until the client ends its half or the call ends, both of which mean that it leaves. */
function passInput(call: StreamCall, session: StreamSession): void {
  const leave = (): void => session.detach();
  call.on('data', (request: StreamInput) => {
    call.pause();
    passOne(request, session).then(() => call.resume(), leave);
  });
  call.once('end', leave);
  call.once('cancelled', leave);
  if (call.cancelled) leave();
  else call.resume();
}

async function passOne({ kind }: StreamInput, session: StreamSession): Promise<void> {
  switch (kind?.$case) {
    case 'stdin':
      return await session.write(kind.value);
    case 'resize':
      return session.resize({ columns: kind.value.columns, rows: kind.value.rows });
    case 'closeStdin':
      return session.closeStdin();
    default:
  }
}

function bytesOf(message: StreamMessage): number {
  return message.kind === 'output' ? message.data.length : 0;
}
