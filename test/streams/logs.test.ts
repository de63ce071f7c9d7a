import { expect, test } from 'vitest';
import { logRecords } from '../../src/core/api/index.ts';
import { connectEngine } from '../../src/core/index.ts';
import { Conman } from '../cli/conman.ts';

/** What the container wrote, from the records of its log. */
class Unwrapped {
  text = '';

  add(chunk: Uint8Array): void {
    for (const { textStart, textEnd, partial } of logRecords(chunk)) {
      this.text += Buffer.from(chunk.subarray(textStart, textEnd)).toString('latin1') + (partial ? '' : '\n');
    }
  }
}

const lines = 100_000;
const expected = Array.from({ length: lines }, (_, index) => `${index + 1}\n`).join('');

test('following shows 100,000 lines to the byte while they are written, and ends with the removal', async () => {
  await using conman = await Conman.start();
  const engine = connectEngine(conman.socket);
  const command = ['sh', '-c', `seq 1 ${lines}`];
  await engine.createContainer({ name: 'c', image: conman.rootfs, command });
  const seen = new Unwrapped();
  let complete = (): void => {};
  const allSeen = new Promise<void>((resolve) => (complete = resolve));
  const following = (async () => {
    for await (const chunk of engine.readLogs('c', { follow: true })) {
      seen.add(chunk);
      if (seen.text.length >= expected.length) complete();
    }
  })();
  await engine.startContainer('c');
  await allSeen;
  expect(seen.text === expected).toBe(true);
  await engine.removeContainer('c', { force: true });
  await following;
  engine.close();
});

test('a log that is read late is whole, its tail exact, and an aborted follow ends quietly', async () => {
  await using conman = await Conman.start();
  const engine = connectEngine(conman.socket);
  const command = ['sh', '-c', `seq 1 ${lines}; printf 'no newline'`];
  await engine.createContainer({ name: 'c', image: conman.rootfs, command });
  const attached = await engine.attachContainer('c', { stdin: false, stdout: false, stderr: false });
  await engine.startContainer('c');
  for await (const _message of attached.messages) {
    // Until its end.
  }
  const [all, tail] = [new Unwrapped(), new Unwrapped()];
  for await (const chunk of engine.readLogs('c', { follow: false })) all.add(chunk);
  expect(all.text.slice(0, expected.length) === expected).toBe(true);
  expect(all.text.slice(expected.length).trimEnd()).toBe('no newline');
  for await (const chunk of engine.readLogs('c', { follow: false, tail: 3 })) tail.add(chunk);
  expect(tail.text.trimEnd()).toBe(`${lines - 1}\n${lines}\nno newline`);
  const abort = new AbortController();
  for await (const _chunk of engine.readLogs('c', { follow: true, tail: 1 }, abort.signal)) abort.abort();
  engine.close();
});
