import type { handleBidiStreamingCall, ServerDuplexStream } from '@grpc/grpc-js';
import type { AttachOptions, StreamMessage, StreamSession } from '../api/stream.ts';
import { ConmanError } from '../errors/index.ts';
import { messageToWire, openFromWire } from './convert-stream.ts';
import { toStatus } from './errors.ts';
import type { StreamInput, StreamOutput } from './generated/conman.ts';
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
  const requests: AsyncIterator<StreamInput> = call[Symbol.asyncIterator]();
  let session: StreamSession | undefined;
  call.once('cancelled', () => session?.detach());
  try {
    session = await openSession(requests, open);
    if (call.cancelled) return;
    await writer.write({ kind: { $case: 'opened', value: {} } }, 0);
    void passInput(requests, session);
    for await (const message of session.messages) await writer.write(messageToWire(message), bytesOf(message));
    call.end();
  } catch (error) {
    call.emit('error', toStatus(error));
  } finally {
    session?.detach();
  }
}

async function openSession(requests: AsyncIterator<StreamInput>, open: OpenSession): Promise<StreamSession> {
  const { value, done } = await requests.next();
  const kind = done ? undefined : value.kind;
  if (kind?.$case !== 'open') {
    throw new ConmanError('invalid-argument', 'the first message of a stream has to open it');
  }
  return await open(kind.value.id, openFromWire(kind.value));
}

/** Until the client ends its half or the call ends, both of which mean that it leaves. */
async function passInput(requests: AsyncIterator<StreamInput>, session: StreamSession): Promise<void> {
  try {
    for (;;) {
      const { value, done } = await requests.next();
      if (done) return;
      await passOne(value, session);
    }
  } catch {
    // The call broke, or the session refuses input: whatever the reason, the output side reports it.
  } finally {
    session.detach();
  }
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
