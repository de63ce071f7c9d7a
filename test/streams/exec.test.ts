import { expect, test } from 'vitest';
import type { CreateExecOptions, StreamMessage, StreamSession } from '../../src/core/api/index.ts';
import { connectEngine, type EngineClient } from '../../src/core/index.ts';
import { Conman } from '../cli/conman.ts';

const everything = { stdin: true, stdout: true, stderr: true };

/** A running container called `box`, and a client. */
async function startBox(): Promise<{ conman: Conman; engine: EngineClient } & AsyncDisposable> {
  const conman = await Conman.start();
  const engine = connectEngine(conman.socket);
  await engine.createContainer({ name: 'box', image: conman.rootfs, command: ['sleep', '1000'] });
  await engine.startContainer('box');
  return {
    conman,
    engine,
    async [Symbol.asyncDispose]() {
      engine.close();
      await conman[Symbol.asyncDispose]();
    },
  };
}

/** Reads a session in the background. */
function read(session: StreamSession) {
  const text = { stdout: '', stderr: '' };
  let end: Extract<StreamMessage, { kind: 'end' }> | undefined;
  let wake = (): void => {};
  const ended = (async () => {
    for await (const message of session.messages) {
      if (message.kind === 'output') text[message.channel] += Buffer.from(message.data).toString('latin1');
      if (message.kind === 'end') end = message;
      wake();
    }
    return end?.exit;
  })();
  ended.catch(() => undefined);
  const until = async (wanted: string): Promise<void> => {
    while (!text.stdout.includes(wanted)) await new Promise<void>((resolve) => (wake = resolve));
  };
  return { text, ended, until };
}

async function run(engine: EngineClient, options: Partial<CreateExecOptions>) {
  const created = await engine.createExec('box', { command: [], tty: false, stdin: false, ...options });
  const session = await engine.attachExec(created.id, everything);
  return { id: created.id, session, ...read(session) };
}

test.each([
  { script: 'exit 0', code: 0 },
  { script: 'exit 1', code: 1 },
  { script: 'exit 126', code: 126 },
  { script: 'exit 255', code: 255 },
  { script: 'kill -9 $$', code: 137 },
  { script: 'kill -15 $$', code: 143 },
])('pipes: `$script` ends with $code', async ({ script, code }) => {
  await using box = await startBox();
  for (const tty of [false, true]) {
    const { ended } = await run(box.engine, { command: ['sh', '-c', script], tty });
    expect(await ended).toMatchObject({ code });
  }
});

test('pipes keep channels apart, pass input on byte by byte, and end it', async () => {
  await using box = await startBox();
  const input = Buffer.from(Array.from({ length: 600_000 }, (_, index) => index % 256));
  const { session, text, ended } = await run(box.engine, {
    command: ['sh', '-c', 'cat; echo oops >&2'],
    stdin: true,
  });
  await session.write(input);
  session.closeStdin();
  expect(await ended).toMatchObject({ reason: 'exited', code: 0 });
  expect(Buffer.from(text.stdout, 'latin1').equals(input)).toBe(true);
  expect(text.stderr).toBe('oops\n');
});

test('what cannot be run is refused with the reason of the runtime', async () => {
  await using box = await startBox();
  for (const tty of [false, true]) {
    await expect(box.engine.createExec('box', { command: ['/bin/nope'], tty, stdin: false })).rejects.toMatchObject({
      code: 'failed-precondition',
      message: expect.stringContaining('there is no command "/bin/nope"'),
    });
    const misplaced = { command: ['sh'], workdir: '/nowhere', tty, stdin: false };
    await expect(box.engine.createExec('box', misplaced)).rejects.toMatchObject({
      message: expect.stringContaining('/nowhere'),
    });
  }
  expect(await box.engine.listExecs()).toEqual([]);
});

test('a container that does not run is refused', async () => {
  await using box = await startBox();
  await box.engine.stopContainer('box', { timeoutSeconds: 0 });
  await expect(box.engine.createExec('box', { command: ['sh'], tty: false, stdin: false })).rejects.toMatchObject({
    code: 'failed-precondition',
  });
});

test('a shell on a terminal: its size, what is typed at once, left and found again', async () => {
  await using box = await startBox();
  const created = await box.engine.createExec('box', {
    command: [],
    tty: true,
    stdin: true,
    terminalSize: { columns: 101, rows: 31 },
  });
  expect(created.command).toEqual(['/bin/sh']);
  const session = await box.engine.attachExec(created.id, everything);
  const first = read(session);
  await session.write(Buffer.from('stty size; x=kept\n'));
  await first.until('31 101');
  session.resize({ columns: 90, rows: 20 });
  await session.write(Buffer.from('stty size; echo first-$x\n'));
  await first.until('20 90');
  await first.until('first-kept');
  // Echoed once, by the container's terminal.
  expect(first.text.stdout.match(/echo first-/g)).toHaveLength(1);
  session.detach();
  expect(await first.ended).toBeUndefined();

  const again = await box.engine.attachExec(created.id, everything);
  const second = read(again);
  await second.until('first-kept');
  await again.write(Buffer.from('echo again-$x; exit 5\n'));
  expect(await second.ended).toMatchObject({ code: 5 });
  expect(second.text.stdout).toContain('again-kept');

  const afterwards = read(await box.engine.attachExec(created.id, everything));
  expect(await afterwards.ended).toMatchObject({ code: 5 });
  expect(afterwards.text.stdout).toContain('again-kept');
  expect(await box.engine.listExecs()).toMatchObject([{ id: created.id, exit: { code: 5 }, clients: 0 }]);
});

test('two clients see the same, both may type, and one that leaves takes nothing along', async () => {
  await using box = await startBox();
  const { id, session, until } = await run(box.engine, { tty: true, stdin: true });
  const other = await box.engine.attachExec(id, everything);
  const second = read(other);
  await session.write(Buffer.from('echo from-$((1))\n'));
  await Promise.all([until('from-1'), second.until('from-1')]);
  await other.write(Buffer.from('echo from-$((2))\n'));
  await Promise.all([until('from-2'), second.until('from-2')]);
  other.detach();
  await session.write(Buffer.from('echo from-$((3))\n'));
  await until('from-3');
});

test.each([true, false])('a large output arrives whole at a client that pauses (terminal: %s)', async (tty) => {
  await using box = await startBox();
  // It waits for us: what nobody watches is kept only as far as there is room.
  const command = ['sh', '-c', 'read go; seq 1 300000'];
  const { id } = await box.engine.createExec('box', { command, tty, stdin: true });
  const session = await box.engine.attachExec(id, everything);
  await session.write(Buffer.from('go\n'));
  const expected = Array.from({ length: 300_000 }, (_, index) => `${index + 1}\n`).join('');
  let output = '';
  let pauses = 0;
  for await (const message of session.messages) {
    if (message.kind !== 'output') continue;
    output += Buffer.from(message.data).toString('latin1');
    if (output.length > pauses * 600_000) {
      pauses += 1;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
  // A terminal echoes what was typed, and ends lines with a carriage return.
  const received = tty ? output.replaceAll('\r', '').replace('go\n', '') : output;
  expect(received === expected).toBe(true);
});

test('removing a session ends the process itself, also one that ignores the first signal', async () => {
  await using box = await startBox();
  for (const tty of [false, true]) {
    const script = 'trap "" HUP TERM; echo "pid $$"; while :; do sleep 1; done';
    const { id, until, ended } = await run(box.engine, { command: ['sh', '-c', script], tty });
    await until('pid');
    await box.engine.removeExec(id);
    expect(await ended).toMatchObject({ code: 137 });
    await box.engine.removeExec(id);
    await expect(box.engine.attachExec(id, everything)).rejects.toMatchObject({ code: 'not-found' });
  }
  expect(await box.engine.listExecs()).toEqual([]);
});

test('sessions end with their container, and go with it', async () => {
  await using box = await startBox();
  const { ended } = await run(box.engine, { tty: true, stdin: true });
  await box.engine.stopContainer('box', { timeoutSeconds: 0 });
  expect((await ended)?.code).not.toBe(0);
  expect(await box.engine.listExecs()).toHaveLength(1);
  await box.engine.removeContainer('box');
  expect(await box.engine.listExecs()).toEqual([]);
});
