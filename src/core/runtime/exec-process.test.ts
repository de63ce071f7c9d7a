import { expect, test } from 'vitest';
import { execArgv, execProcessJson, toolboxCommand } from './exec-process.ts';
import { Runtime } from './runc.ts';

const config = JSON.stringify({
  process: {
    args: ['httpd'],
    env: ['A=1', 'HOME=/root'],
    cwd: '/srv',
    user: { uid: 0, gid: 0 },
    noNewPrivileges: true,
  },
  root: { path: 'rootfs' },
});
const exec = { command: ['sh'] as const, tty: false, env: [], workdir: undefined, user: undefined };

test('a process has everything of the container but what was asked for', () => {
  expect(JSON.parse(execProcessJson(config, exec))).toEqual({
    args: ['sh'],
    env: ['A=1', 'HOME=/root'],
    cwd: '/srv',
    user: { uid: 0, gid: 0 },
    noNewPrivileges: true,
    terminal: false,
  });
});

test('another user has another home, and what is given counts most', () => {
  const user = { uid: 7, gid: 8, groups: [9], home: '/home/u' };
  const json = JSON.parse(execProcessJson(config, { ...exec, tty: true, env: ['A=b=c'], workdir: '/', user }));
  expect(json).toMatchObject({ terminal: true, cwd: '/', user: { uid: 7, gid: 8, additionalGids: [9] } });
  expect(json.env).toEqual(['A=b=c', 'HOME=/home/u', 'TERM=xterm-256color']);
});

test('a limit of 64 bits stays exact', () => {
  const limited = config.replace('"noNewPrivileges":true', '"rlimits":[{"hard":18446744073709551615}]');
  expect(execProcessJson(limited, exec)).toContain('"hard":18446744073709551615');
});

test('a damaged config.json is said to be', () => {
  expect(() => execProcessJson('{}', exec)).toThrow('damaged');
});

test('no word of the process is in the command line', () => {
  const files = { processFile: '/d/process.json', pidFile: '/d/pid', logFile: '/d/log' };
  const [file, args] = execArgv(new Runtime('/usr/bin/runc', '/run/r'), 'ab'.repeat(16), files);
  expect(file).toBe('/usr/bin/runc');
  expect(args.join(' ')).toBe(
    `--root /run/r --log-format json --log /d/log exec --process /d/process.json --pid-file /d/pid ${'ab'.repeat(16)}`,
  );
});

test('a program of the host is handed over as a descriptor, and found after those of the container', () => {
  const files = { processFile: '/p', pidFile: '/pid', logFile: '/log' };
  const runtime = new Runtime('/usr/bin/runc', '/root');
  const [plainFile, plain] = execArgv(runtime, 'c1', files);
  const [file, args] = execArgv(runtime, 'c1', files, { shimPath: '/shim', file: '/bin/busybox' });
  expect(file).toBe('/shim');
  expect(args.slice(0, 4)).toEqual(['--toolbox', 'busybox', '/bin/busybox', plainFile]);
  expect(args.slice(4)).toEqual(plain.toSpliced(plain.indexOf('c1'), 0, '--preserve-fds', '1'));
  const json = execProcessJson(config, { ...exec, command: toolboxCommand(['sh']), hasToolbox: true });
  expect(JSON.parse(json)).toMatchObject({ args: ['/proc/self/fd/3/busybox', 'sh'] });
  expect(JSON.parse(json).env.at(-1)).toMatch(/^PATH=\/.*:\/proc\/self\/fd\/3$/);
});
