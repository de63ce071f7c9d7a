import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TestEngine } from '../fixtures/engine.ts';
import { loggedOutput } from '../fixtures/log.ts';

test('a container is created, started, ends with its code and is removed', async () => {
  await using engine = await TestEngine.open();
  const { containers } = engine;
  const { id } = await containers.create({
    name: 'first',
    image: 'busybox',
    command: ['sh', '-c', 'echo out; echo err >&2; exit 3'],
    labels: { purpose: 'test' },
  });
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(containers.status('first')).toMatchObject({ id, state: 'created', startedAt: 0n, finishedAt: 0n });
  expect(containers.status('first').pid).toBeGreaterThan(0);

  await containers.start('first');
  expect(await containers.waitForExit(id)).toMatchObject({ reason: 'exited', code: 3 });
  const status = containers.status(id);
  expect(status).toMatchObject({ state: 'exited', pid: 0, message: '', labels: { purpose: 'test' } });
  expect(status.startedAt).toBeGreaterThan(status.createdAt);
  expect(status.finishedAt).toBe(status.exit?.at);
  expect(status.finishedAt).toBeGreaterThan(status.startedAt - 1_000_000n);
  expect(loggedOutput(status.logPath)).toBe('out\n');
  expect(loggedOutput(status.logPath, 'stderr')).toBe('err\n');

  await containers.remove(id);
  expect(containers.list()).toEqual([]);
  expect(engine.history).toEqual(['created first', 'started first', 'exited first', 'removed first']);
  // A name that was given back can be taken again.
  await containers.create({ name: 'first', image: 'busybox', command: ['true'] });
});

test('a stop asks first, and kills what does not listen', async () => {
  await using engine = await TestEngine.open();
  const { containers } = engine;
  const polite = 'trap "exit 7" TERM; echo ready; while :; do sleep 0.1; done';
  for (const [name, script] of [
    ['polite', polite],
    ['deaf', 'trap "" TERM; echo ready; while :; do sleep 0.1; done'],
  ] as const) {
    await containers.create({ name, image: 'busybox', command: ['sh', '-c', script] });
    await containers.start(name);
    await expect.poll(() => loggedOutput(containers.status(name).logPath)).toBe('ready\n');
  }
  await Promise.all([
    containers.stop('polite', { timeoutSeconds: 30 }),
    containers.stop('polite', { timeoutSeconds: 30 }),
    containers.stop('deaf', { timeoutSeconds: 30 }),
    // Of stops that run together the shortest patience counts.
    containers.stop('deaf', { timeoutSeconds: 0.2 }),
  ]);
  expect(containers.status('polite').exit).toMatchObject({ reason: 'exited', code: 7 });
  expect(containers.status('deaf').exit).toMatchObject({ reason: 'signaled', signal: 9, code: 137 });
  await containers.stop('polite');
});

test('a stop that waits holds up neither another container nor a kill', async () => {
  await using engine = await TestEngine.open();
  const { containers } = engine;
  await containers.create({ name: 'slow', image: 'busybox', command: ['sleep', '1000'] });
  await containers.start('slow');
  // Until it has become the command, init is the runtime, which a SIGTERM ends.
  const program = () => readFileSync(`/proc/${containers.status('slow').pid}/comm`, 'utf8');
  await expect.poll(program).toBe('sleep\n');
  const stopped = containers.stop('slow', { timeoutSeconds: 60 });
  await engine.run({ name: 'other', command: ['true'] });
  expect(containers.status('slow').state).toBe('running');
  await containers.kill('slow', 'KILL');
  await stopped;
  expect(containers.status('slow').exit).toMatchObject({ reason: 'signaled', signal: 9 });
  expect(engine.history).toContain('killed slow');
});

test('a container can be named, or given by a unique prefix of its id', async () => {
  await using engine = await TestEngine.open();
  const { containers } = engine;
  const ids: string[] = [];
  while (new Set(ids.map((id) => id[0])).size === ids.length) {
    ids.push((await containers.create({ name: `c${ids.length}`, image: 'busybox', command: ['true'] })).id);
  }
  const [last, twin] = [ids.at(-1) ?? '', ids.find((id) => id[0] === ids.at(-1)?.[0]) ?? ''];
  expect(containers.locate(last.slice(0, 20)).id).toBe(last);
  expect(containers.locate('c0').id).toBe(ids[0]);
  const ambiguous = () => containers.locate(last.slice(0, 1));
  expect(ambiguous).toThrow(last.slice(0, 12));
  expect(ambiguous).toThrow(twin.slice(0, 12));
});

test('start, remove and stop are refused where they make no sense, and idempotent where they do', async () => {
  await using engine = await TestEngine.open();
  const { containers } = engine;
  const { id } = await containers.create({ name: 'once', image: 'busybox', command: ['sleep', '1000'] });
  await expect(containers.kill(id, 'TERM')).rejects.toMatchObject({ code: 'failed-precondition' });
  await containers.stop(id);
  expect(containers.status(id).state).toBe('created');
  await Promise.all([containers.start(id), containers.start(id)]);
  await expect(containers.start(id)).rejects.toMatchObject({ code: 'failed-precondition' });
  await expect(containers.remove(id)).rejects.toMatchObject({ code: 'failed-precondition', hint: expect.any(String) });
  await Promise.all([containers.remove(id, { force: true }), containers.remove(id, { force: true })]);
  await containers.remove(id);
  await expect(containers.remove('once')).rejects.toMatchObject({ code: 'not-found' });
  expect(engine.history.filter((event) => event.startsWith('removed'))).toHaveLength(1);
});

test('a container that was never started can be removed', async () => {
  await using engine = await TestEngine.open();
  await engine.containers.create({ name: 'unused', image: 'busybox', command: ['true'] });
  await engine.containers.remove('unused');
  expect(engine.containers.list()).toEqual([]);
});

test('an inspection is plain JSON and holds the runtime configuration', async () => {
  await using engine = await TestEngine.open();
  const { containers } = engine;
  await containers.create({ name: 'seen', image: 'busybox', command: ['true'], env: ['A=b'], hostname: 'box' });
  const inspection = await containers.inspect('seen');
  expect(JSON.parse(JSON.stringify(inspection))).toEqual(inspection);
  expect(inspection).toMatchObject({
    state: 'created',
    exit: null,
    startedAt: '',
    spec: { hostname: 'box', process: { env: expect.arrayContaining(['A=b', 'HOSTNAME=box']) } },
  });
  expect(inspection.shimPid).toBe(
    Number(readFileSync(`${engine.config.runRoot}/containers/${inspection.id}/shim.pid`)),
  );
});

test('a subscriber sees what there is, and then every change', async () => {
  await using engine = await TestEngine.open();
  const { containers } = engine;
  await containers.create({ name: 'before', image: 'busybox', command: ['true'] });
  const seen: string[] = [];
  const { snapshot, unsubscribe } = containers.subscribe(({ type, container }) =>
    seen.push(`${type} ${container.name} ${container.state}`),
  );
  expect(snapshot.map(({ name }) => name)).toEqual(['before']);
  await containers.start('before');
  await containers.waitForExit('before');
  unsubscribe();
  await containers.remove('before');
  expect(seen).toEqual(['started before running', 'exited before exited']);
});

test('waiting for an exit can be given up', async () => {
  await using engine = await TestEngine.open();
  await engine.containers.create({ name: 'idle', image: 'busybox', command: ['true'] });
  const abort = new AbortController();
  const wait = engine.containers.waitForExit('idle', abort.signal);
  abort.abort();
  await expect(wait).rejects.toMatchObject({ code: 'cancelled' });
});
