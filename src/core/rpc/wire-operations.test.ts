import { expect, test } from 'vitest';
import type { ContainerEngine } from '../api/engine.ts';
import { Wire } from './testing/wire.ts';
import { container, network } from './testing/wire-samples.ts';

const wire = new Wire();

/** A call, what the engine is to be asked by it, and what it answers. */
interface Crossing {
  readonly method: keyof ContainerEngine;
  readonly words: readonly unknown[];
  readonly answer?: unknown;
  /** Where more arrives than was said, or less that means the same. */
  readonly asked?: readonly unknown[];
}

const image = { name: 'busybox', id: 'sha256:1', createdAt: 7n, sizeBytes: 2 ** 41, command: ['sh', ''] };
const file = { name: 'a', kind: 'file', mode: 0o4755, uid: 2 ** 32 - 2, gid: 7, sizeBytes: 2 ** 41, modifiedAt: 9n };
const volume = { name: 'v', createdAt: 7n, anonymous: true, labels: { a: '' }, mountpoint: '/v', usedBy: ['c'] };
const exit = { reason: 'signaled', code: 137, signal: 9, at: 5n };
const session = { id: 'e', containerId: 'c', command: ['sh', 'ü'], tty: true, startedAt: 7n, exit, clients: 2 };
const pull = {
  ...{ id: 'p', reference: 'a:b', platform: '', state: 'failed', startedAt: 1n, endedAt: 2n },
  ...{ doneBytes: 2 ** 41, totalBytes: 2 ** 42, message: 'no room' },
};
const changes = {
  ...{ entrypoint: ['a', ''], command: [], env: ['A=b'], user: 'u', workdir: '/w', labels: { l: '' } },
  ...{ stopSignal: 'USR1', volumes: ['/v'], exposedPorts: ['80/tcp'], author: 'me', comment: 'why' },
};
const part = { records: Buffer.from('r'), start: 1, end: 2, firstByte: 0, logEnd: 2 ** 41, origin: 'o' };
const inspection = { id: 'x', any: [1, null, { deep: 'ü' }] };
const version = {
  ...{ version: '1', runtimeName: 'runc', runtimeVersion: '1.1', pid: 42, startedAt: 7n },
  runtimes: [{ name: 'runc', path: '/usr/bin/runc', version: '1.1', problem: '' }],
};
const usage = {
  containers: [{ id: 'c', name: 'n', sizeBytes: 2 ** 41, logBytes: 3, reclaimable: true }],
  volumes: [{ name: 'v', sizeBytes: 1, reclaimable: false }],
  images: [{ name: 'i', sizeBytes: 1, reclaimable: true }],
};
const reclaimed = [{ id: 'a', name: 'b', sizeBytes: 2 ** 41 }];

const crossings: readonly Crossing[] = [
  { method: 'version', words: [], answer: version },
  { method: 'containerStatus', words: ['c'], answer: { ...container(1), logPath: '/l' } },
  { method: 'inspectContainer', words: ['c'], answer: inspection },
  { method: 'startContainer', words: ['c', { hold: true }] },
  { method: 'startContainer', words: ['c', { hold: false, checkpoint: 'one' }] },
  { method: 'restartContainer', words: ['c', { timeoutSeconds: 3 }] },
  { method: 'killContainer', words: ['c', 'USR1'] },
  { method: 'pauseContainer', words: ['c'] },
  { method: 'resumeContainer', words: ['c'] },
  { method: 'renameContainer', words: ['c', 'd'] },
  {
    method: 'updateContainer',
    words: ['c', { restart: { kind: 'always', maxRetries: 0 }, labels: { a: '' }, removeLabels: ['b'] }],
  },
  { method: 'waitContainer', words: ['c'], answer: exit },
  { method: 'removeContainer', words: ['c', { force: true, volumes: true }] },
  { method: 'checkpointContainer', words: ['c', 'one', { stop: true, tcpEstablished: true }] },
  { method: 'listCheckpoints', words: ['c'], answer: [{ name: 'one', createdAt: 7n, sizeBytes: 2 ** 41 }] },
  { method: 'removeCheckpoint', words: ['c', 'one'] },
  { method: 'reopenLog', words: ['c'] },
  { method: 'readLogPart', words: ['c', { from: 2 ** 41, to: 7, maxBytes: 5, since: 3n }], answer: part },
  { method: 'attachUrl', words: ['c', { tty: true, stdin: true, stdout: true, stderr: false }], answer: 'http://x/y' },
  {
    method: 'createExec',
    words: [
      'c',
      {
        ...{ command: ['sh', ''], tty: true, stdin: true, terminalSize: { columns: 1, rows: 2 } },
        ...{ env: ['A='], workdir: '/w', user: 'u', debug: true },
      },
    ],
    answer: session,
  },
  { method: 'listExecs', words: [], answer: [session, { ...session, exit: undefined }] },
  { method: 'removeExec', words: ['e'] },
  { method: 'listImages', words: [], answer: [image] },
  { method: 'inspectImage', words: ['i'], answer: inspection },
  {
    method: 'imageHistory',
    words: ['i'],
    answer: [{ createdAt: 'x', createdBy: 'RUN', comment: '', sizeBytes: 2 ** 41, digest: 'd' }],
  },
  { method: 'tagImage', words: ['i', 'j'] },
  { method: 'removeImage', words: ['i'] },
  {
    method: 'pruneImages',
    words: [{ dryRun: true, all: true }],
    answer: [{ kind: 'partial', id: 'a', sizeBytes: 2 ** 41 }],
  },
  { method: 'verifyImage', words: ['i'], answer: { image: 'i', problems: ['gone'] } },
  { method: 'startPull', words: ['i', { platform: 'linux/arm64' }], answer: pull },
  { method: 'listPulls', words: [], answer: [pull] },
  { method: 'cancelPull', words: ['p'] },
  { method: 'login', words: [{ registry: 'r', username: 'u', password: 'p' }] },
  { method: 'logout', words: ['r'], answer: true },
  { method: 'commitContainer', words: ['c', 'n', changes], answer: image },
  { method: 'statPath', words: ['c', '/p', { followLink: true }], answer: { ...file, linkTarget: '../x' } },
  { method: 'listDirectory', words: ['c', '/p'], answer: [file] },
  {
    method: 'readFile',
    words: ['c', '/p', { offset: 2 ** 41, maxBytes: 7 }],
    answer: { data: Buffer.from([0, 255]), sizeBytes: 2 ** 41 },
  },
  { method: 'inspectNetwork', words: ['n'], answer: inspection },
  { method: 'createNetwork', words: [{ name: 'n', ipv6: true }], answer: network, asked: [expect.anything()] },
  { method: 'removeNetwork', words: ['n'] },
  { method: 'pruneNetworks', words: [], answer: ['n'] },
  { method: 'disconnectNetwork', words: ['c', 'n'] },
  { method: 'listVolumes', words: [], answer: [volume] },
  { method: 'inspectVolume', words: ['v'], answer: volume },
  { method: 'createVolume', words: [{ name: 'v', labels: { a: '' } }], answer: volume },
  { method: 'createVolume', words: [{ name: undefined, labels: {} }], answer: volume },
  { method: 'removeVolume', words: ['v'] },
  { method: 'pruneVolumes', words: [{ all: true, dryRun: true }], answer: reclaimed },
  { method: 'pruneContainers', words: [{ dryRun: true }], answer: reclaimed },
  { method: 'diskUsage', words: [], answer: usage },
  { method: 'metrics', words: [], answer: 'conman_up 1\n' },
];

test.each(crossings)('$method crosses the wire as it was said: $words', async ({ method, words, answer, asked }) => {
  const heard: unknown[][] = [];
  const methods = { [method]: async (...said: unknown[]) => [heard.push(said), answer][1] };
  const engine = await wire.serve(methods);
  const call = engine[method] as (...said: readonly unknown[]) => Promise<unknown>;
  expect(await call(...words)).toEqual(answer);
  expect(heard).toHaveLength(1);
  // An abort signal of the server's own may come behind.
  expect(heard[0]?.slice(0, words.length)).toEqual(asked ?? words);
});

test('every operation that answers once is among them, or has a test of its own', () => {
  const elsewhere = [
    ...['listContainers', 'createContainer', 'stopContainer', 'listProcesses'],
    ...['listNetworks', 'connectNetwork', 'checkNetwork'],
    ...['attachContainer', 'attachExec', 'containerStats', 'events', 'readLogs'],
    ...['pullImage', 'watchPull', 'pushImage', 'saveImages', 'loadImages', 'exportImage', 'importImage'],
    ...['exportContainer', 'containerChanges', 'copyIn', 'copyOut', 'daemonLog', 'restartDaemon', 'close'],
  ];
  const known = new Set([...elsewhere, ...crossings.map(({ method }) => method as string)]);
  expect(Object.keys(wire.connect()).filter((method) => !known.has(method))).toEqual([]);
});
