import { expect, test } from 'vitest';
import type { StreamSession } from '../../src/core/api/index.ts';
import { connectEngine } from '../../src/core/index.ts';
import { Conman } from '../cli/conman.ts';

const everything = { stdin: true, stdout: true, stderr: true };
const silent = { stdin: false, stdout: true, stderr: true };

async function collect(session: StreamSession): Promise<string> {
  let said = '';
  for await (const message of session.messages) {
    if (message.kind === 'output') said += `${message.channel}:${Buffer.from(message.data)}`;
    else said += message.kind === 'end' ? `[end ${message.exit?.code}]` : `[${message.kind}]`;
  }
  return said;
}

test('several clients see the same output and the exit code; one that leaves ends nothing', async () => {
  await using conman = await Conman.start();
  const engine = connectEngine(conman.socket);
  const script = 'read line; echo "got $line"; exit 4';
  await engine.createContainer({ name: 'c', image: conman.rootfs, command: ['sh', '-c', script], stdin: true });
  const writer = await engine.attachContainer('c', everything);
  const watcher = await engine.attachContainer('c', silent);
  const leaver = await engine.attachContainer('c', silent);
  await engine.startContainer('c');
  leaver.detach();
  expect(await collect(leaver)).toBe('[end undefined]');
  await writer.write(Buffer.from('hello\n'));
  expect(await collect(watcher)).toBe('stdout:got hello\n[end 4]');
  expect(await collect(writer)).toContain('stdout:got hello\n');
  await expect(engine.attachContainer('c', silent)).rejects.toMatchObject({ code: 'failed-precondition' });
  engine.close();
});

test('a client that reads late stops neither the container nor the others, and misses nothing behind pipes', async () => {
  await using conman = await Conman.start();
  const engine = connectEngine(conman.socket);
  const lines = 1_000_000;
  const command = ['sh', '-c', `read go; seq 1 ${lines}`];
  await engine.createContainer({ name: 'c', image: conman.rootfs, command, stdin: true });
  const late = await engine.attachContainer('c', silent);
  const writer = await engine.attachContainer('c', { stdin: true, stdout: false, stderr: false });
  await engine.startContainer('c');
  await writer.write(Buffer.from('go\n'));
  expect(await collect(writer)).toContain('[end 0]');
  let bytes = 0;
  let last = '';
  for await (const message of late.messages) {
    if (message.kind === 'output') bytes += message.data.length;
    last = message.kind;
  }
  expect(last).toBe('end');
  // What `seq 1 1000000` prints.
  expect(bytes).toBe(6_888_896);
  engine.close();
});

test('a client that reads late on a terminal is told what it missed', async () => {
  await using conman = await Conman.start();
  const engine = connectEngine(conman.socket);
  const command = ['sh', '-c', 'read go; seq 1 1000000; echo done'];
  await engine.createContainer({ name: 'c', image: conman.rootfs, command, stdin: true, tty: true });
  const late = await engine.attachContainer('c', silent);
  const writer = await engine.attachContainer('c', { stdin: true, stdout: false, stderr: false });
  await engine.startContainer('c');
  await writer.write(Buffer.from('go\n'));
  expect(await collect(writer)).toContain('[end 0]');
  const seen = await collect(late);
  expect(seen.slice(-200)).toMatch(/\[conman: \d+ bytes were skipped here; the log has them\]\r\n\[end 0\]$/);
  engine.close();
});

test('attaching by id prefix to nothing, and without input, says so', async () => {
  await using conman = await Conman.start();
  const engine = connectEngine(conman.socket);
  await expect(engine.attachContainer('nobody', silent)).rejects.toMatchObject({ code: 'not-found' });
  await engine.createContainer({ name: 'c', image: conman.rootfs, command: ['sleep', '100'] });
  const bad = { ...silent, terminalSize: { columns: 0, rows: 3 } };
  await expect(engine.attachContainer('c', bad)).rejects.toMatchObject({ code: 'invalid-argument' });
  engine.close();
});
