import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readStateFile, stateDirectory, writeStateFile } from './state-directory.ts';

test.each([
  [{ XDG_STATE_HOME: '/state', HOME: '/home/me' }, '/state/conman'],
  [{ XDG_STATE_HOME: 'relative', HOME: '/home/me' }, '/home/me/.local/state/conman'],
  [{ HOME: '/home/me' }, '/home/me/.local/state/conman'],
  [{}, undefined],
])('finds its place in %j', (environment, directory) => {
  expect(stateDirectory(environment)).toBe(directory);
});

test('keeps a file whole, and does without where it cannot', () => {
  const root = mkdtempSync(join(tmpdir(), 'state-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const directory = join(root, 'deep/conman');
  expect(readStateFile(directory, 'list')).toBeUndefined();
  writeStateFile(directory, 'list', 'one');
  writeStateFile(directory, 'list', 'two');
  expect(readStateFile(directory, 'list')).toBe('two');
  expect(readdirSync(directory)).toEqual(['list']);
  mkdirSync(join(directory, 'folder'));
  expect(readStateFile(directory, 'folder')).toBeUndefined();
  writeStateFile(directory, 'folder', 'three');
  expect(readdirSync(directory)).toEqual(['folder', 'list']);
  writeStateFile('/dev/null/nowhere', 'list', 'four');
  writeStateFile(undefined, 'list', 'five');
  expect(readStateFile(undefined, 'list')).toBeUndefined();
});
