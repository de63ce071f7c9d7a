import { expect, test } from 'vitest';
import type { StreamMessage, StreamSession } from '../api/stream.ts';
import { ConmanError } from '../errors/index.ts';
import { Wire } from './testing/wire.ts';

const wire = new Wire();

/** A session that answers each input with its upper case, and ends at `exit`. */
class EchoSession implements StreamSession {
  readonly log: string[] = [];
  #queue: StreamMessage[] = [];
  #wake: () => void = () => {};
  readonly messages = this.#read();

  async *#read(): AsyncGenerator<StreamMessage> {
    for (;;) {
      for (const message of this.#queue.splice(0)) {
        yield message;
        if (message.kind === 'end') return;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #say(message: StreamMessage): void {
    this.#queue.push(message);
    this.#wake();
  }

  async write(data: Uint8Array): Promise<void> {
    const text = Buffer.from(data).toString();
    this.#say({ kind: 'output', channel: 'stderr', data: Buffer.from(text.toUpperCase()) });
    if (text === 'exit') this.#say({ kind: 'end', exit: { reason: 'exited', code: 3, signal: undefined, at: 1n } });
  }

  closeStdin(): void {
    this.log.push('close-stdin');
    this.#say({ kind: 'stdin-closed' });
  }

  resize(size: { columns: number; rows: number }): void {
    this.log.push(`${size.columns}x${size.rows}`);
  }

  detach(): void {
    this.log.push('detach');
    this.#say({ kind: 'end', exit: undefined });
  }
}

const everything = { stdin: true, stdout: true, stderr: true };

function readable(message: StreamMessage): string {
  if (message.kind === 'output') return `${message.channel}:${Buffer.from(message.data)}`;
  return message.kind === 'end' ? `end ${message.exit?.code}` : message.kind;
}

async function drain(session: StreamSession): Promise<string[]> {
  const said: string[] = [];
  for await (const message of session.messages) said.push(readable(message));
  return said;
}

test('a stream carries input, size, end of input and the exit code', async () => {
  const echo = new EchoSession();
  const engine = await wire.serve({ attachExec: async () => echo });
  const session = await engine.attachExec('e', everything);
  session.resize({ columns: 100, rows: 30 });
  await session.write(Buffer.from('hello'));
  session.closeStdin();
  await session.write(Buffer.from('exit'));
  expect(await drain(session)).toEqual(['stderr:HELLO', 'stdin-closed', 'stderr:EXIT', 'end 3']);
  expect(echo.log.slice(0, 2)).toEqual(['100x30', 'close-stdin']);
});

test('leaving a stream is told to both sides', async () => {
  const echo = new EchoSession();
  const engine = await wire.serve({ attachContainer: async () => echo });
  const session = await engine.attachContainer('c', everything);
  await session.write(Buffer.from('a'));
  session.detach();
  session.detach();
  expect(await drain(session)).toEqual(['stderr:A', 'end undefined']);
  expect(echo.log).toContain('detach');
});

test('a stream that cannot be opened says why', async () => {
  const engine = await wire.serve({
    attachExec: async () => {
      throw new ConmanError('not-found', 'no such session');
    },
  });
  await expect(engine.attachExec('e', everything)).rejects.toMatchObject({ code: 'not-found' });
});

test('a stream that fails says why after what it said before', async () => {
  const failing: StreamSession = Object.assign(new EchoSession(), {
    messages: (async function* (): AsyncGenerator<StreamMessage> {
      yield { kind: 'output', channel: 'stdout', data: Buffer.alloc(400_000, 'x') };
      throw new ConmanError('resource-exhausted', 'too slow');
    })(),
  });
  const engine = await wire.serve({ attachContainer: async () => failing });
  const session = await engine.attachContainer('c', everything);
  let bytes = 0;
  const reading = (async () => {
    for await (const message of session.messages) if (message.kind === 'output') bytes += message.data.length;
  })();
  await expect(reading).rejects.toMatchObject({ code: 'resource-exhausted', message: 'too slow' });
  expect(bytes).toBe(400_000);
});

test('a client that closes detaches its streams', async () => {
  const echo = new EchoSession();
  const { promise: detached, resolve } = Promise.withResolvers<void>();
  const engine = await wire.serve({ attachExec: async () => echo });
  const detach = echo.detach.bind(echo);
  echo.detach = () => {
    detach();
    resolve();
  };
  await engine.attachExec('e', everything);
  engine.close();
  await detached;
});
