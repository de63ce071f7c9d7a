import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ContainerSummary } from '../api/container.ts';
import type { ContainerEngine } from '../api/engine.ts';
import type { EngineEvent } from '../api/event.ts';
import type { ContainerNetworkOptions, CreateNetworkOptions, NetworkSummary } from '../api/network.ts';
import type { ContainerStats, StatsSample } from '../api/stats.ts';
import type { StreamMessage, StreamSession } from '../api/stream.ts';
import { ConmanError } from '../errors/index.ts';
import { connectEngine, type EngineClient } from './client.ts';
import { type EngineServer, serveEngine } from './server.ts';

let directory: string;
let socketPath: string;
let server: EngineServer | undefined;
let client: EngineClient | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'conman-'));
  socketPath = join(directory, 'c.sock');
});

afterEach(async () => {
  client?.close();
  await server?.close();
  server = undefined;
  rmSync(directory, { recursive: true });
});

function serveOn(path: string, methods: Partial<ContainerEngine>): Promise<EngineServer> {
  return serveEngine(methods as ContainerEngine, {
    socketPath: path,
    refused: (reason) => {
      throw new Error(reason);
    },
  });
}

/** An engine in which only the given methods may be called. */
async function serve(methods: Partial<ContainerEngine>): Promise<EngineClient> {
  server = await serveOn(socketPath, methods);
  client = connectEngine(socketPath);
  return client;
}

function container(index: number, more: Partial<ContainerSummary> = {}): ContainerSummary {
  return {
    id: index.toString(16).padStart(32, '0'),
    name: `web-${index}`,
    state: 'running',
    createdAt: 1_570_358_641_000_000_001n,
    startedAt: 1_570_358_641_000_000_002n,
    finishedAt: 0n,
    exit: undefined,
    image: '/srv/root',
    command: ['/bin/sh', '-c', 'while :; do "x y"; done', '', 'ü\n'],
    tty: true,
    stdin: true,
    pid: 4_194_304,
    logBytesLost: 1n << 40n,
    message: '',
    labels: { app: 'web', empty: '' },
    ...more,
  };
}

test('a list crosses the wire unchanged', async () => {
  const exit = { reason: 'signaled', code: 137, signal: 9, at: 5n } as const;
  const unknown = { reason: 'unknown', code: undefined, signal: undefined, at: 6n } as const;
  const containers = [
    container(1),
    container(2, { state: 'exited', exit, finishedAt: 5n, pid: 0 }),
    container(3, { state: 'unknown', exit: unknown, message: 'the shim was killed' }),
    container(5, { paused: true }),
    container(4, { state: 'created', startedAt: 0n, stdin: false, tty: false, labels: {} }),
  ];
  const engine = await serve({ listContainers: async () => containers });
  expect(await engine.listContainers()).toEqual(containers);
});

test('samples of what containers take cross the wire unchanged, until the reader leaves', async () => {
  const stats: ContainerStats = {
    containerId: 'a',
    at: 7n,
    cpu: {
      ...{ usageUs: 2 ** 40 + 1, userUs: 1.5, systemUs: 2, perCoreUs: [1, 2.5], cores: 0, perCore: [0.25, 0] },
      ...{ periods: 3, throttledPeriods: 4, throttledUs: 5 },
    },
    memory: {
      ...{ usageBytes: 2 ** 50, workingSetBytes: 1, limitBytes: 2, anonymousBytes: 3, fileBytes: 4, swapBytes: 5 },
      ...{ majorFaults: 6, oomKills: 7 },
    },
    pids: { current: 1, limit: 2 },
    block: { readBytes: 1, writeBytes: 2, reads: 3, writes: 4 },
    network: [
      {
        name: 'eth0',
        ...{ receivedBytes: 1, receivedPackets: 2, receiveErrors: 3, receiveDrops: 4 },
        ...{ sentBytes: 5, sentPackets: 6, sendErrors: 7, sendDrops: 8 },
      },
    ],
  };
  const { cores: _, perCore: __, ...cpu } = stats.cpu;
  const first: ContainerStats = { ...stats, cpu, pids: { current: 1 }, network: [] };
  const asked: unknown[] = [];
  const left = Promise.withResolvers<void>();
  const engine = await serve({
    async *containerStats(options, abort) {
      asked.push(options);
      abort?.addEventListener('abort', () => left.resolve());
      yield { at: 1n, containers: [first] };
      yield { at: 2n, containers: [stats] };
      await left.promise;
    },
  });
  const samples: StatsSample[] = [];
  for await (const sample of engine.containerStats({ refs: ['a'], intervalMs: 250 })) {
    samples.push(sample);
    if (samples.length === 2) break;
  }
  await left.promise;
  expect(asked).toEqual([{ refs: ['a'], intervalMs: 250 }]);
  expect(samples).toEqual([
    { at: 1n, containers: [first] },
    { at: 2n, containers: [stats] },
  ]);
});

test('options that are absent stay absent', async () => {
  const seen: unknown[] = [];
  const engine = await serve({
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
  } as const;
  const seen: unknown[] = [];
  const engine = await serve({ createContainer: async (options) => ({ id: String(seen.push(options)) }) });
  await engine.createContainer({ name: 'a', image: '/r', command: ['x'], ...settings });
  expect(seen[0]).toMatchObject(settings);
});

test('a wait ends for the engine when its caller gives up', async () => {
  const asked = Promise.withResolvers<void>();
  const gaveUp = Promise.withResolvers<void>();
  const engine = await serve({
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
  const engine = await serve({ listProcesses: async () => [process] });
  expect(await engine.listProcesses('a')).toEqual([process]);
});

test('an error of the engine arrives as it was thrown', async () => {
  const engine = await serve({
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

test('a log larger than every window arrives whole, and an error in its midst arrives too', async () => {
  const piece = Buffer.alloc(200_000, 'x');
  const engine = await serve({
    async *readLogs() {
      for (let i = 0; i < 50; i++) yield piece;
      throw new ConmanError('data-loss', 'gone');
    },
  });
  let bytes = 0;
  const reading = (async () => {
    for await (const chunk of engine.readLogs('a', { follow: false })) bytes += chunk.length;
  })();
  await expect(reading).rejects.toMatchObject({ code: 'data-loss', message: 'gone' });
  expect(bytes).toBe(10_000_000);
});

test('a reader that stops holds the engine back', async () => {
  let produced = 0;
  const { promise: stopped, resolve } = Promise.withResolvers<void>();
  const engine = await serve({
    async *readLogs(_ref, _options, abort) {
      try {
        while (!abort?.aborted) {
          produced += 100_000;
          yield Buffer.alloc(100_000);
        }
      } finally {
        resolve();
      }
    },
  });
  for await (const _chunk of engine.readLogs('a', { follow: true })) {
    await new Promise((wait) => setTimeout(wait, 200));
    expect(produced).toBeLessThan(2_500_000);
    break;
  }
  await stopped;
});

const network: NetworkSummary = {
  ...{
    name: 'web',
    driver: 'bridge',
    source: 'conman',
    createdAt: 7n,
    bridge: 'cm-1',
    mtu: 1400,
    isolation: 'internal',
  },
  ...{ subnets: ['10.0.0.0/24', 'fd00::/64'], gateways: ['10.0.0.1', 'fd00::1'], isDefault: true, labels: { a: 'b' } },
  ...{ containers: ['a'], message: 'm' },
};

test('networks cross the wire unchanged, and so does what is asked of them', async () => {
  const seen: unknown[] = [];
  const engine = await serve({
    listNetworks: async () => [network],
    createNetwork: async (options) => {
      seen.push(options);
      return network;
    },
    connectNetwork: async (...words) => void seen.push(words),
    checkNetwork: async (name) => [`${name} is wrong`],
    createContainer: async ({ network: asked }) => {
      seen.push(asked);
      return { id: 'a' };
    },
  });
  expect(await engine.listNetworks()).toEqual([network]);
  const options: CreateNetworkOptions = {
    ...{ name: 'web', subnets: ['10.0.0.0/24'], gateways: ['10.0.0.9'], ipv6: true, mtu: 9000, labels: { a: 'b' } },
    isolation: 'none',
  };
  expect(await engine.createNetwork(options)).toEqual(network);
  const connection = { network: 'web', aliases: ['db'], addresses: ['10.0.0.4'], mac: '02:00:00:00:00:01' };
  await engine.connectNetwork('c', connection);
  expect(await engine.checkNetwork('web')).toEqual(['web is wrong']);
  const asked: ContainerNetworkOptions = {
    ...{ mode: 'networks', container: undefined, connections: [connection], dns: ['1.1.1.1'], dnsSearch: ['lan'] },
    ports: [{ protocol: 'udp', hostAddress: '127.0.0.1', hostPort: 0, containerPort: 53 }],
    ...{ dnsOptions: ['ndots:2'], extraHosts: [{ name: 'me', address: 'host-gateway' }] },
    bandwidth: { ingressBits: 8_000, egressBits: undefined },
  };
  await engine.createContainer({ name: 'c', image: '/x', command: ['x'], network: asked });
  expect(seen).toEqual([options, ['c', connection], asked]);
});

test('events end when the subscriber aborts, and the engine learns it', async () => {
  const { promise: left, resolve } = Promise.withResolvers<void>();
  const engine = await serve({
    async *events(abort): AsyncGenerator<EngineEvent> {
      yield { kind: 'snapshot', containers: [container(1)], execs: [], networks: [network] };
      yield { kind: 'network', type: 'changed', at: 8n, network };
      yield { kind: 'container', type: 'removed', at: 9n, container: container(1) };
      await new Promise<void>((wait) => abort?.addEventListener('abort', () => wait()));
      resolve();
    },
  });
  const abort = new AbortController();
  const seen: EngineEvent[] = [];
  for await (const event of engine.events(abort.signal)) {
    seen.push(event);
    if (seen.length === 3) abort.abort();
  }
  expect(seen).toEqual([
    { kind: 'snapshot', containers: [container(1)], execs: [], networks: [network] },
    { kind: 'network', type: 'changed', at: 8n, network },
    { kind: 'container', type: 'removed', at: 9n, container: container(1) },
  ]);
  await left;
});

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
  const engine = await serve({ attachExec: async () => echo });
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
  const engine = await serve({ attachContainer: async () => echo });
  const session = await engine.attachContainer('c', everything);
  await session.write(Buffer.from('a'));
  session.detach();
  session.detach();
  expect(await drain(session)).toEqual(['stderr:A', 'end undefined']);
  expect(echo.log).toContain('detach');
});

test('a stream that cannot be opened says why', async () => {
  const engine = await serve({
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
  const engine = await serve({ attachContainer: async () => failing });
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
  const engine = await serve({ attachExec: async () => echo });
  const detach = echo.detach.bind(echo);
  echo.detach = () => {
    detach();
    resolve();
  };
  await engine.attachExec('e', everything);
  engine.close();
  await detached;
});

test('the socket is for its owner only', async () => {
  await serve({});
  expect(statSync(socketPath).mode & 0o777).toBe(0o600);
});

test('a socket on which somebody answers is refused, a dead one replaced, a file left alone', async () => {
  await serve({ listImages: async () => [] });
  await expect(serveOn(socketPath, {})).rejects.toMatchObject({ code: 'already-exists' });
  expect(await client?.listImages()).toEqual([]);

  const file = join(directory, 'file');
  writeFileSync(file, 'precious');
  await expect(serveOn(file, {})).rejects.toMatchObject({ code: 'failed-precondition' });
  expect(existsSync(file)).toBe(true);
});

test('nobody on the socket is unavailable, with what to do', async () => {
  client = connectEngine(socketPath);
  await expect(client.version()).rejects.toMatchObject({ code: 'unavailable', hint: 'conmanctl daemon start' });
});

test('something else on the socket is unavailable too', async () => {
  const other = createServer((socket) =>
    socket
      .on('error', () => {})
      .resume()
      .end('220 mail.example ESMTP\r\n'),
  );
  await new Promise<void>((resolve) => other.listen(socketPath, resolve));
  client = connectEngine(socketPath);
  await expect(client.version()).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('not conmand'),
  });
  client.close();
  await new Promise((resolve) => other.close(resolve));
});

test('a silent something is given up on', async () => {
  const accepted = Promise.withResolvers<Socket>();
  const other = createServer((socket) => void accepted.resolve(socket.on('error', () => {}).resume()));
  await new Promise<void>((resolve) => other.listen(socketPath, resolve));
  client = connectEngine(socketPath, { answerTimeoutMs: 100 });
  await expect(client.version()).rejects.toMatchObject({ code: 'unavailable' });
  (await accepted.promise).destroy();
  client.close();
  await new Promise((resolve) => other.close(resolve));
});

test('a client that speaks no HTTP/2 disturbs nobody', async () => {
  const engine = await serve({ listImages: async () => [] });
  const stranger = connect(socketPath, () => stranger.end('GET / HTTP/1.1\r\n\r\n'));
  await new Promise((resolve) => stranger.on('error', resolve).on('close', resolve).resume());
  expect(await engine.listImages()).toEqual([]);
});
