import { expect, test } from 'vitest';
import type { OutputChannel, StreamMessage } from '../api/stream.ts';
import { MessageQueue } from './message-queue.ts';

const kilobyte = 1024;

function queueWith(flow: string[] = []): MessageQueue {
  return new MessageQueue({ full: () => flow.push('full'), drained: () => flow.push('drained') });
}

function output(channel: OutputChannel, data: string): StreamMessage {
  return { kind: 'output', channel, data: Buffer.from(data) };
}

async function read(queue: MessageQueue): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const message of queue) {
    texts.push(message.kind === 'output' ? `${message.channel}: ${Buffer.from(message.data)}` : message.kind);
  }
  return texts;
}

test('output that waits is taken as one, in order and apart by its channel', async () => {
  const queue = queueWith();
  queue.push(output('stdout', 'a'));
  queue.push(output('stdout', 'b'));
  queue.push(output('stderr', 'c'));
  queue.push(output('stdout', 'd'));
  queue.push({ kind: 'stdin-closed' });
  queue.push(output('stdout', 'e'));
  queue.push(output('stdout', 'f'));
  queue.push({ kind: 'end', exit: undefined });
  expect(await read(queue)).toEqual(['stdout: ab', 'stderr: c', 'stdout: d', 'stdin-closed', 'stdout: ef', 'end']);
});

test('what is joined is bounded, and counted as taken', async () => {
  const flow: string[] = [];
  const queue = queueWith(flow);
  for (let pieces = 0; pieces < 9; pieces++) queue.push(output('stdout', 'x'.repeat(30 * kilobyte)));
  expect(flow).toEqual(['full']);
  queue.push({ kind: 'end', exit: undefined });
  const sizes = (await read(queue)).map((text) => Math.floor(text.length / kilobyte));
  expect(sizes).toEqual([60, 60, 60, 60, 30, 0]);
  expect(flow).toEqual(['full', 'drained']);
  expect(queue.waitingBytes).toBe(0);
});
