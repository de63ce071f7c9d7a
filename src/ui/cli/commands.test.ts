import { expect, test } from 'vitest';
import type { ContainerEngine } from '../../core/api/index.ts';
import { runScripted, web, webId, webStatus } from './testing/scripted-cli.ts';

/** A command line, what the engine is asked by it, what it answers, and what a script reads then. */
interface Line {
  readonly line: string;
  readonly method: keyof ContainerEngine;
  readonly asked: readonly unknown[];
  readonly answer?: unknown;
  /** `{}` when absent. */
  readonly prints?: unknown;
}

const exit = { reason: 'exited', code: 3, signal: undefined, at: 5n } as const;
const image = { name: 'site:2', id: 'sha256:1', createdAt: 7n, sizeBytes: 2, command: ['sh'] };
const volume = { name: 'data', createdAt: 7n, anonymous: false, labels: {}, mountpoint: '/v', usedBy: [] };
const session = {
  id: '4f0c',
  containerId: webId,
  command: ['sh'],
  tty: true,
  startedAt: 7n,
  exit: undefined,
  clients: 1,
};
const usage = {
  containers: [{ id: 'a', name: 'n', sizeBytes: 1, logBytes: 2, reclaimable: true }],
  volumes: [{ name: 'v', sizeBytes: 3, reclaimable: false }],
  images: [{ name: 'i', sizeBytes: 4, reclaimable: true }],
};
const version = {
  ...{ version: '1', runtimeName: 'runc', runtimeVersion: '2', pid: 4, startedAt: 5_000_000n },
  runtimes: [{ name: 'runc', path: '/r', version: '2', problem: '' }],
};

const lines: readonly Line[] = [
  { line: 'pause web', method: 'pauseContainer', asked: ['web'] },
  { line: 'resume web', method: 'resumeContainer', asked: ['web'] },
  { line: 'restart -t 3 web', method: 'restartContainer', asked: ['web', { timeoutSeconds: 3 }] },
  { line: 'rename web old', method: 'renameContainer', asked: ['web', 'old'] },
  { line: 'wait web', method: 'waitContainer', asked: ['web'], answer: exit, prints: { exitCode: 3 } },
  {
    line: 'update --restart always -l a=b --remove-label c web',
    method: 'updateContainer',
    asked: ['web', { limits: undefined, restart: { kind: 'always' }, labels: { a: 'b' }, removeLabels: ['c'] }],
  },
  { line: 'top web', method: 'listProcesses', asked: ['web'], answer: [], prints: { processes: [] } },
  {
    line: 'diff web',
    method: 'containerChanges',
    asked: ['web'],
    answer: [{ kind: 'added', path: '/a' }],
    prints: { changes: [{ kind: 'added', path: '/a' }] },
  },
  {
    line: 'port web',
    method: 'containerStatus',
    asked: ['web'],
    answer: { ...webStatus, network: { mode: 'networks', networks: [], ports: [] } },
    prints: { ports: [] },
  },
  {
    line: 'start --checkpoint one web',
    method: 'startContainer',
    asked: ['web', { checkpoint: 'one' }],
  },
  { line: 'restore web ./there', method: 'startContainer', asked: ['web', { checkpoint: '/home/ada/there' }] },
  {
    line: 'checkpoint create --stop --tcp-established web one',
    method: 'checkpointContainer',
    asked: ['web', 'one', { stop: true, tcpEstablished: true }],
    prints: { checkpoint: 'one' },
  },
  {
    line: 'container checkpoint web /there',
    method: 'checkpointContainer',
    asked: ['web', '/there', { stop: false, tcpEstablished: false }],
    prints: { checkpoint: '/there' },
  },
  {
    line: 'checkpoint list web',
    method: 'listCheckpoints',
    asked: ['web'],
    answer: [{ name: 'one', createdAt: 7n, sizeBytes: 8 }],
    prints: { checkpoints: [{ name: 'one', createdAt: '7', sizeBytes: '8' }] },
  },
  { line: 'checkpoint remove web one', method: 'removeCheckpoint', asked: ['web', 'one'] },
  { line: 'logs --reopen web', method: 'reopenLog', asked: ['web'] },
  { line: 'session kill 4f', method: 'listExecs', asked: [], answer: [session] },
  { line: 'image tag a b', method: 'tagImage', asked: ['a', 'b'] },
  { line: 'image remove a', method: 'removeImage', asked: ['a'] },
  { line: 'image logout r', method: 'logout', asked: ['r'], answer: false },
  {
    line: 'image verify a',
    method: 'verifyImage',
    asked: ['a'],
    answer: { image: 'a', problems: [] },
    prints: { image: 'a', whole: true },
  },
  {
    line: 'commit web site:2',
    method: 'commitContainer',
    asked: ['web', 'site:2', expect.anything()],
    answer: image,
    prints: { image: expect.objectContaining({ name: 'site:2' }) },
  },
  { line: 'network remove n', method: 'removeNetwork', asked: ['n'] },
  {
    line: 'network prune --dry-run',
    method: 'pruneNetworks',
    asked: [{ dryRun: true }],
    answer: ['n'],
    prints: { names: ['n'] },
  },
  { line: 'network disconnect n web', method: 'disconnectNetwork', asked: ['web', 'n'] },
  {
    line: 'network connect --alias db --ip 10.0.0.3 n web',
    method: 'connectNetwork',
    asked: ['web', { network: 'n', aliases: ['db'], addresses: ['10.0.0.3'], mac: undefined }],
  },
  {
    line: 'volume create -l a=b data',
    method: 'createVolume',
    asked: [{ name: 'data', labels: { a: 'b' } }],
    answer: volume,
    prints: expect.objectContaining({ name: 'data' }),
  },
  {
    line: 'volume list',
    method: 'listVolumes',
    asked: [],
    answer: [volume],
    prints: { volumes: [expect.objectContaining({ name: 'data' })] },
  },
  { line: 'volume remove data', method: 'removeVolume', asked: ['data'] },
  {
    line: 'system df',
    method: 'diskUsage',
    asked: [expect.anything()],
    answer: usage,
    prints: expect.objectContaining({ images: [expect.anything()] }),
  },
  {
    line: 'system info',
    method: 'version',
    asked: [],
    answer: version,
    prints: { version: '1', pid: 4, startedAt: '1970-01-01T00:00:00.005Z', runtimes: version.runtimes },
  },
];

test.each(lines)('conmanctl $line', async ({ line, method, asked, answer, prints }) => {
  const heard: unknown[][] = [];
  const engine = {
    [method]: async (...words: unknown[]) => [heard.push(words), answer][1],
    removeExec: async () => {},
  };
  const { status, stdout, stderr } = await runScripted(line.split(' '), { engine });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(heard).toEqual([asked]);
  expect(JSON.parse(stdout)).toEqual(prints ?? {});
});

test('restore takes the latest checkpoint, and says when there is none', async () => {
  const asked: unknown[] = [];
  const startContainer = async (...words: unknown[]) => void asked.push(words);
  const checkpoint = (name: string) => ({ name, createdAt: 7n, sizeBytes: 8 });
  const listCheckpoints = async () => ['old', 'new'].map(checkpoint);
  expect(await runScripted(['restore', 'web'], { engine: { startContainer, listCheckpoints } })).toMatchObject({
    status: 0,
  });
  expect(asked).toEqual([['web', { checkpoint: 'new' }]]);
  const none = await runScripted(['restore', 'web'], { engine: { listCheckpoints: async () => [] } });
  expect(none).toMatchObject({ status: 3, stderr: expect.stringContaining('no checkpoint is kept with web') });
});

test('on a terminal the lists are tables', async () => {
  const terminal = { columns: 80 };
  const engine: Partial<ContainerEngine> = {
    listCheckpoints: async () => [{ name: 'before', createdAt: web.createdAt, sizeBytes: 1_200_000 }],
    listExecs: async () => [session],
    listContainers: async () => [web],
    diskUsage: async () => usage,
  };
  const checkpoints = await runScripted(['checkpoint', 'list', 'web'], { engine, terminal });
  expect(checkpoints.stdout).toMatch(/NAME +CREATED +SIZE\s+before +1 ?h ago +1\.2 MB/);
  expect((await runScripted(['session', 'list'], { engine, terminal })).stdout).toMatch(/4f0c +web +running/);
  expect((await runScripted(['system', 'df', '-v'], { engine, terminal })).stdout).toMatch(/volume +v +3 B +no/);
});
