import { expect, test } from 'vitest';
import type { OutputChannel } from '../api/stream.ts';
import { ExecClients } from './exec-clients.ts';

const both = new Set<OutputChannel>(['stdout', 'stderr']);
const block = Buffer.alloc(100_000);

function setUp() {
  const changes: boolean[] = [];
  return { changes, clients: new ExecClients((paused) => changes.push(paused)) };
}

test('nobody watching never holds the process back', () => {
  const { changes, clients } = setUp();
  for (let round = 0; round < 100; round++) clients.output('stdout', block);
  expect(changes).toEqual([]);
});

test('one client that does not read does, until it has read most of it', async () => {
  const { changes, clients } = setUp();
  const client = clients.add(both);
  for (let round = 0; round < 3; round++) clients.output('stdout', block);
  expect(changes).toEqual([true]);
  const messages = client.queue[Symbol.asyncIterator]();
  await messages.next();
  await messages.next();
  expect(changes).toEqual([true]);
  await messages.next();
  expect(changes).toEqual([true, false]);
});

test('one that leaves lets the process go on', () => {
  const { changes, clients } = setUp();
  const client = clients.add(both);
  for (let round = 0; round < 3; round++) clients.output('stdout', block);
  clients.remove(client);
  expect(changes).toEqual([true, false]);
});

test('the fastest sets the pace, and who falls a MiB behind is told so and dropped', async () => {
  const { changes, clients } = setUp();
  const slow = clients.add(both);
  const fast = clients.add(both).queue[Symbol.asyncIterator]();
  for (let round = 0; round < 11; round++) {
    clients.output('stdout', block);
    await fast.next();
  }
  expect(changes).toEqual([]);
  expect(clients.count).toBe(1);
  const reading = (async () => {
    for await (const _message of slow.queue) {
      // Until the error.
    }
  })();
  await expect(reading).rejects.toMatchObject({ code: 'resource-exhausted' });
});

test('a client gets the channels it asked for', async () => {
  const { clients } = setUp();
  const client = clients.add(new Set(['stderr']));
  clients.output('stdout', Buffer.from('no'));
  clients.output('stderr', Buffer.from('yes'));
  clients.broadcast({ kind: 'end', exit: undefined });
  const kinds: string[] = [];
  for await (const message of client.queue) kinds.push(message.kind === 'output' ? `${message.data}` : message.kind);
  expect(kinds).toEqual(['yes', 'end']);
});
