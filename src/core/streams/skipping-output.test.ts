import { expect, test } from 'vitest';
import type { StreamMessage } from '../api/stream.ts';
import { MessageQueue } from './message-queue.ts';
import { SkippingOutput } from './skipping-output.ts';

const block = Buffer.alloc(300 * 1024, 'x');

test('a client that is far behind misses output, is told how much, and gets what comes after', async () => {
  const queue: MessageQueue = new MessageQueue({ full: () => undefined, drained: () => output.sayIfAny() });
  const output = new SkippingOutput(queue);
  for (let i = 0; i < 10; i++) output.push('stdout', block);
  const texts: string[] = [];
  const taken = (async () => {
    for await (const message of queue) if (message.kind === 'output') texts.push(textOf(message));
  })();
  await new Promise((resolve) => setImmediate(resolve));
  output.push('stdout', Buffer.from('after'));
  queue.push({ kind: 'end', exit: undefined });
  await taken;
  const whole = texts.filter((text) => text.startsWith('x')).length;
  expect(whole).toBeLessThan(10);
  expect(texts.at(-2)).toContain(`[conman: ${(10 - whole) * block.length} bytes were skipped here`);
  expect(texts.at(-1)).toBe('after');
});

test('nothing is left out for a client that keeps up', () => {
  const queue = new MessageQueue({ full: () => undefined, drained: () => undefined });
  const output = new SkippingOutput(queue);
  output.push('stdout', block);
  output.sayIfAny();
  expect(queue.waitingBytes).toBe(block.length);
});

function textOf(message: Extract<StreamMessage, { kind: 'output' }>): string {
  return Buffer.from(message.data).toString();
}
