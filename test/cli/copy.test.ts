import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Conman } from './conman.ts';

test('cp goes where cp goes', async () => {
  await using conman = await Conman.start();
  await conman.ask('create', '-I', conman.rootfs, 'web', '--', '/bin/sleep', '1000');
  const here = join(conman.root, 'here');
  mkdirSync(join(here, 'site/sub'), { recursive: true });
  writeFileSync(join(here, 'site/index'), 'hello', { mode: 0o600 });
  symlinkSync('index', join(here, 'site/link'));
  const cp = async (...words: string[]) => await conman.ctl(['cp', ...words], { cwd: here });
  // A new name, into a directory, the content alone.
  expect(await cp('site', 'web:/www')).toMatchObject({ status: 0, stderr: '' });
  expect(await cp('./site', 'web:/tmp')).toMatchObject({ status: 0 });
  expect(await cp('site/.', 'web:/tmp')).toMatchObject({ status: 0 });
  expect(await cp('site/index', 'web:/www/again')).toMatchObject({ status: 0 });
  await conman.ask('start', 'web');
  const { stdout } = await conman.ctl(['exec', 'web', '--', '/bin/ls', '-1', '/www', '/tmp', '/tmp/site']);
  expect(stdout).toBe(
    '/tmp:\nindex\nlink\nsite\nsub\n\n/tmp/site:\nindex\nlink\nsub\n\n/www:\nagain\nindex\nlink\nsub\n',
  );
  // And back: a name that is not there, a directory that is.
  expect(await cp('web:/www', 'copy')).toMatchObject({ status: 0 });
  expect(await cp('web:/www/index', '.')).toMatchObject({ status: 0 });
  expect(await cp('-L', 'web:/www/link', 'followed')).toMatchObject({ status: 0 });
  expect(readdirSync(join(here, 'copy')).toSorted()).toEqual(['again', 'index', 'link', 'sub']);
  expect(readlinkSync(join(here, 'copy/link'))).toBe('index');
  expect(lstatSync(join(here, 'index')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(here, 'followed'), 'utf8')).toBe('hello');
  // From one container to another.
  await conman.ask('create', '-I', conman.rootfs, 'other', '--', '/bin/true');
  expect(await cp('web:/www/.', 'other:/copied')).toMatchObject({ status: 0 });
  expect(JSON.parse((await cp('other:/copied/index', 'last')).stdout)).toEqual({ entries: '1', bytes: '5' });
});

test('archives come from stdin and go to stdout', async () => {
  await using conman = await Conman.start();
  await conman.ask('create', '-I', conman.rootfs, 'web', '--', '/bin/sleep', '1000');
  const here = join(conman.root, 'here');
  mkdirSync(here);
  writeFileSync(join(here, 'a'), 'from tar');
  const input = execFileSync('tar', ['c', '--owner=7', '--group=8', 'a'], { cwd: here });
  expect(await conman.ctl(['cp', '-', 'web:/tmp'], { input })).toMatchObject({ status: 0 });
  const { stdout } = await conman.ctl(['cp', 'web:/tmp/a', '-']);
  expect(execFileSync('tar', ['tv', '--numeric-owner'], { input: stdout, encoding: 'utf8' })).toMatch(/ 7\/8 +8 /);
});

const refused: readonly (readonly [readonly string[], number, string])[] = [
  [['nowhere', 'web:/tmp'], 3, 'there is no'],
  [['web:/none', 'x'], 3, 'there is no /none'],
  [['nobody:/etc', 'x'], 3, 'there is no container "nobody"'],
  [['a', 'nobody:/x'], 3, 'there is no'],
  [['a', 'b'], 2, 'neither source nor target is in a container'],
  [['web:', 'x'], 2, 'names no place in a container'],
  [['web:/etc', 'web:/bin/busybox'], 2, 'a directory cannot be copied over it'],
  [['web:/bin/busybox', 'web:/none/'], 2, 'there is no directory /none/'],
  [['-', 'web:/none'], 3, 'there is no /none'],
];

test('a copy that cannot be says why', async () => {
  await using conman = await Conman.start();
  await conman.ask('create', '-I', conman.rootfs, 'web', '--', '/bin/true');
  const outcomes = refused.map(async ([words, status, message]) => {
    const outcome = await conman.ctl(['cp', ...words], { cwd: conman.root });
    expect(outcome.stderr, words.join(' ')).toContain(message);
    expect(outcome.status, words.join(' ')).toBe(status);
  });
  await Promise.all(outcomes);
});
