import { expect, test } from 'vitest';
import type { Invoke } from '../invoke.ts';
import { createProgram } from '../program.ts';
import { scriptedEngine, web, webId } from '../testing/scripted-cli.ts';
import { complete } from './complete.ts';

const silent: Invoke = () => async () => undefined;
const exited = { ...web, id: 'aa'.repeat(16), name: 'old', state: 'exited' } as const;
const engine = async () =>
  scriptedEngine({
    listContainers: async () => [web, exited],
    listImages: async () => [{ name: 'busybox', id: 'x', createdAt: 0n, sizeBytes: 1, command: [] }],
  });

async function words(...typed: string[]): Promise<string[]> {
  const { candidates, files } = await complete(createProgram(silent), typed, engine);
  return [...candidates.map(({ word }) => word), ...(files ? [':files'] : [])];
}

test.each([
  [
    ['container', 'st'],
    ['start', 'stop', 'status', 'stats'],
  ],
  [
    ['daemon', ''],
    ['start', 'stop', 'restart', 'status', 'logs', 'metrics', 'help'],
  ],
  [
    ['container', 'remove', ''],
    ['web', 'old'],
  ],
  [['rm', '-f', 'w'], ['web']],
  [['stop', ''], ['web']],
  [['start', ''], ['old']],
  [['stop', '78'], [webId]],
  [['stop', 'web', ''], ['web']],
  [
    ['kill', '-s', 'U'],
    ['USR1', 'USR2'],
  ],
  [['kill', '-s', 'TERM', ''], ['web']],
  [
    ['run', ''],
    ['busybox', ':files'],
  ],
  [
    ['create', '--image', 'bu'],
    ['busybox', ':files'],
  ],
  [['create', '-it', '--im'], ['--image']],
  [['run', '--env-file', ''], [':files']],
  [['run', '--restart', 'o'], ['on-failure']],
  [
    ['run', '--stop-signal', 'US'],
    ['USR1', 'USR2'],
  ],
  [['exec', '-it', ''], ['web']],
  [['exec', 'web', '--', 'l'], [':files']],
  [
    ['ps', '--output', ''],
    ['json', 'table'],
  ],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [['nonsense', ''], []],
])('%j', async (typed, expected) => {
  expect(await words(...typed)).toEqual(expected);
});

test('without a daemon there are no names, and no failure', async () => {
  const unreachable = () => Promise.reject(new Error('no daemon'));
  expect(await complete(createProgram(silent), ['stop', ''], unreachable)).toEqual({
    candidates: [],
    files: false,
  });
});

test('the hidden command is not offered', async () => {
  expect(await words('_')).toEqual([]);
});
