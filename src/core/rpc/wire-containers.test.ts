import { expect, test } from 'vitest';
import { ConmanError } from '../errors/index.ts';
import { Wire } from './testing/wire.ts';
import { container } from './testing/wire-samples.ts';

const wire = new Wire();

test('a list crosses the wire unchanged', async () => {
  const exit = { reason: 'signaled', code: 137, signal: 9, at: 5n } as const;
  const unknown = { reason: 'unknown', code: undefined, signal: undefined, at: 6n } as const;
  const containers = [
    container(1),
    container(2, { state: 'exited', exit, finishedAt: 5n, pid: 0 }),
    container(3, { state: 'unknown', exit: unknown, message: 'the shim was killed' }),
    container(5, { paused: true }),
    container(6, { restarts: 3 }),
    container(4, { state: 'created', startedAt: 0n, stdin: false, tty: false, labels: {} }),
  ];
  const engine = await wire.serve({ listContainers: async () => containers });
  expect(await engine.listContainers()).toEqual(containers);
});

test('options that are absent stay absent', async () => {
  const seen: unknown[] = [];
  const engine = await wire.serve({
    createContainer: async (options) => {
      seen.push(options);
      return { id: 'x' };
    },
    stopContainer: async (_ref, options) => void seen.push(options),
  });
  await engine.createContainer({ name: 'a', image: '/r', command: [] });
  await engine.createContainer({
    name: 'a',
    image: '/r',
    command: ['sh', '', 'a b'],
    terminalSize: { columns: 80, rows: 24 },
  });
  await engine.stopContainer('a');
  await engine.stopContainer('a', { timeoutSeconds: 0 });
  expect(seen).toEqual([
    expect.not.objectContaining({ terminalSize: expect.anything(), workdir: expect.anything() }),
    expect.objectContaining({ command: ['sh', '', 'a b'], terminalSize: { columns: 80, rows: 24 } }),
    {},
    { timeoutSeconds: 0 },
  ]);
  await expect(engine.createContainer({ name: 'a', image: '/r', command: [''] })).rejects.toThrow('empty string');
});

test('settings of a container cross the wire unchanged', async () => {
  const settings = {
    ...{ entrypoint: ['sh', ''], user: 'a:b', groups: ['7'], capAdd: ['ALL'], capDrop: ['KILL'], privileged: true },
    mounts: [
      { kind: 'bind', source: '/a', target: '/b', readonly: true, propagation: 'rslave' },
      { kind: 'bind', source: '/a', target: '/c', readonly: false, propagation: undefined },
      { kind: 'tmpfs', target: '/t', options: ['size=1m'] },
    ],
    ...{ noNewPrivileges: true, seccompProfile: 'unconfined', ulimits: [{ name: 'core', soft: -1, hard: 2 ** 40 }] },
    ...{ sysctls: { 'net.a': '1' }, shmSizeBytes: 1, devices: [{ source: '/dev/a', target: '/dev/b', access: 'r' }] },
    limits: { memoryBytes: 2 ** 40, cpus: 0.5, cpuset: '0', pids: -1 },
    ...{ runtime: 'crun', stopSignal: 'USR1', stopTimeoutSeconds: 0, annotations: { a: '' }, autoRemove: true },
    restart: { kind: 'on-failure', maxRetries: 3 },
    userNamespace: { kind: 'maps', uids: [{ container: 0, host: 5, size: 1 }], gids: [] },
  } as const;
  const seen: unknown[] = [];
  const engine = await wire.serve({ createContainer: async (options) => ({ id: String(seen.push(options)) }) });
  await engine.createContainer({ name: 'a', image: '/r', command: ['x'], ...settings });
  expect(seen[0]).toMatchObject(settings);
});

test('a wait ends for the engine when its caller gives up', async () => {
  const asked = Promise.withResolvers<void>();
  const gaveUp = Promise.withResolvers<void>();
  const engine = await wire.serve({
    waitContainer: (_ref, abort) => {
      asked.resolve();
      abort?.addEventListener('abort', () => gaveUp.resolve());
      return new Promise(() => undefined);
    },
  });
  const abort = new AbortController();
  const wait = engine.waitContainer('a', abort.signal);
  void asked.promise.then(() => abort.abort());
  await expect(wait).rejects.toMatchObject({ code: 'cancelled' });
  await gaveUp.promise;
});

test('processes cross the wire unchanged', async () => {
  const process = {
    ...{ pid: 4_194_304, containerPid: 1, parentPid: 7, uid: 4_294_967_294, state: 'S', cpuTimeMs: 2 ** 40 },
    ...{ startedAt: 1_570_358_641_000_000_001n, residentBytes: 2 ** 41, command: ['sh', '', 'ü'] },
  };
  const engine = await wire.serve({ listProcesses: async () => [process] });
  expect(await engine.listProcesses('a')).toEqual([process]);
});

test('an error of the engine arrives as it was thrown', async () => {
  const engine = await wire.serve({
    startContainer: async () => {
      throw new ConmanError('failed-precondition', 'container “a” runs already', { hint: 'h', details: 'd' });
    },
  });
  await expect(engine.startContainer('a')).rejects.toMatchObject({
    code: 'failed-precondition',
    message: 'container “a” runs already',
    hint: 'h',
    details: 'd',
  });
});
