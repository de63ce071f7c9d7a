import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { CreateExecOptions } from '../../src/core/api/index.ts';
import { connectEngine } from '../../src/core/index.ts';
import { Conman } from '../cli/conman.ts';
import { Screen } from '../fixtures/screen.ts';
import { compile } from '../security/c-program.ts';

const conmanTui = resolve(import.meta.dirname, '../../bin/conman-tui');

/** A running container called `bare`, in whose image there is one static program. */
async function startBare(...flags: readonly string[]): Promise<Conman> {
  const conman = await Conman.start();
  const image = join(conman.root, 'image');
  mkdirSync(image);
  compile('no-shell', image, import.meta.dirname);
  await conman.ask('run', '-d', '--name', 'bare', ...flags, image, '/no-shell');
  return conman;
}

const debug = (conman: Conman, script: string) => conman.ctl(['debug', 'bare', '--', 'sh', '-c', script]);

/** What decides about what a process may do, and where it is. */
function confinement(status: string): string[] {
  return status.split('\n').filter((line) => /^(?:Cap|Seccomp|NoNewPrivs|Uid|Gid|Groups)/.test(line));
}

test('a container without a shell says so, and a debug shell runs in it as it does', async () => {
  await using conman = await startBare('-e', 'LEVEL=debug', '--user', '7:8');
  const refused = await conman.ctl(['exec', 'bare']);
  expect(refused.status).not.toBe(0);
  expect(refused.stderr).toContain('has no shell');
  expect(refused.stderr).toContain('conmanctl debug bare');

  const seen = await debug(conman, 'echo $LEVEL; ls /proc/1/root/no-shell; exit 5');
  expect(seen).toEqual({ status: 5, stdout: 'debug\n/proc/1/root/no-shell\n', stderr: '' });
  const namespaces = ['pid', 'net', 'ipc', 'uts', 'mnt', 'user', 'cgroup'];
  const eachNamespace = `for name in ${namespaces.join(' ')}; do readlink /proc/$P/ns/$name; done`;
  const { stdout } = await debug(conman, `for P in 1 self; do ${eachNamespace}; echo; done`);
  const [own, mine] = stdout.trim().split('\n\n');
  expect(own?.split('\n')).toHaveLength(namespaces.length);
  expect(mine).toBe(own);
  const first = await debug(conman, 'cat /proc/1/status');
  const self = await debug(conman, 'cat /proc/self/status');
  expect(confinement(self.stdout)).toEqual(confinement(first.stdout));
  expect(confinement(self.stdout)).toContain('Uid:\t7\t7\t7\t7');
});

test('nothing of the host is in reach of a debug shell but a copy of busybox that cannot be changed', async () => {
  await using conman = await startBare();
  const image = join(conman.root, 'image');
  const before = readdirSync(image, { recursive: true });
  const busybox = readFileSync('/bin/busybox');
  const tools = '/proc/self/fd/3';
  expect((await debug(conman, `ls -a ${tools}/..`)).stdout).toBe('.\n..\nbusybox\n');
  for (const change of [
    `echo x >${tools}/busybox`,
    `echo x >${tools}/new`,
    `rm ${tools}/busybox`,
    `chmod 777 ${tools}`,
  ]) {
    const { status, stderr } = await debug(conman, change);
    expect(stderr).toContain('Read-only file system');
    expect(status).not.toBe(0);
  }
  const others = await debug(conman, 'for fd in 3 4 5 6 7 8 9; do [ -L /proc/$$/fd/$fd ] && echo $fd; done');
  expect(others.stdout).toBe('3\n');
  expect(readFileSync('/bin/busybox').equals(busybox)).toBe(true);
  const differences = await conman.ctl(['diff', 'bare']);
  expect(differences.stdout).not.toContain('busybox');
  expect(readdirSync(image, { recursive: true })).toEqual(before);
});

test('a debug shell on a terminal is a session: its size, left, found again, ended', async () => {
  await using conman = await startBare();
  const engine = connectEngine(conman.socket);
  const terminalSize = { columns: 101, rows: 31 };
  const options: CreateExecOptions = { command: [], tty: true, stdin: true, debug: true, terminalSize };
  const { id, command } = await engine.createExec('bare', options);
  expect(command).toEqual(['busybox', 'sh']);
  const session = await engine.attachExec(id, { stdin: true, stdout: true, stderr: true });
  let output = '';
  const reading = (async () => {
    for await (const message of session.messages) {
      if (message.kind === 'output') output += Buffer.from(message.data).toString();
      if (message.kind === 'output' && output.includes('31 101')) session.detach();
    }
  })();
  await session.write(Buffer.from('stty size\n'));
  await reading;
  expect(await engine.listExecs()).toMatchObject([{ id, exit: undefined }]);
  await engine.removeExec(id);
  expect(await engine.listExecs()).toEqual([]);
  engine.close();
});

test('e in conman-tui says that there is no shell, and b opens that of the host', async () => {
  await using conman = await startBare();
  await using screen = new Screen([conmanTui, '-H', conman.socket], { columns: 120, rows: 40 });
  await screen.waitForText(/bare +● running/);
  screen.keys('e');
  await screen.waitForText('has no shell');
  await screen.waitForText('b debug shell');
  screen.keys('b');
  await screen.waitForText(/┃.*[#$] /);
  screen.type('ls -d /proc/1/root/no-shell && echo in $((6*7))\r');
  await screen.waitForText('in 42');
});
