import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unpackBusybox } from '../fixtures/busybox-layers.ts';
import { makeTestRoot, TestEngine } from '../fixtures/engine.ts';
import { loggedOutput } from '../fixtures/log.ts';

async function outputOf(engine: TestEngine, script: string): Promise<string> {
  const id = await engine.run({ command: ['sh', '-c', script] });
  const output = loggedOutput(engine.containers.status(id).logPath);
  await engine.containers.remove(id);
  return output;
}

test('a container sees itself and nothing of the host', async () => {
  await using engine = await TestEngine.open();
  const output = await outputOf(
    engine,
    `echo pid $$; hostname; cat /etc/hostname; grep -c . /proc/net/dev
     head -c 1 /proc/kcore | wc -c; touch /sys/x 2>/dev/null || echo sys is read-only
     echo 1 2>/dev/null >/proc/sys/kernel/printk || echo proc/sys is read-only
     grep CapEff /proc/self/status; grep Seccomp: /proc/self/status; ls /dev/mem 2>/dev/null || echo no devices
     ip -o addr show lo | grep -c 127.0.0.1; echo $HOME $PATH`,
  );
  const hostname = /^[0-9a-f]{12}$/;
  const lines = output.split('\n');
  expect(lines[0]).toBe('pid 1');
  expect(lines[1]).toMatch(hostname);
  expect(lines[2]).toBe(lines[1]);
  expect(lines.slice(3)).toEqual([
    '3',
    '0',
    'sys is read-only',
    'proc/sys is read-only',
    'CapEff:\t00000000800405fb',
    'Seccomp:\t2',
    'no devices',
    '1',
    '/root /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    '',
  ]);
});

test.each([
  ['a mount', 'mount -t tmpfs none /tmp'],
  ['a new namespace', 'unshare -n true'],
  ['a new user namespace', 'unshare -r true'],
  ['the clock', 'date -s 2020-01-01'],
  ['a change of root', 'pivot_root /tmp /tmp'],
])('%s is refused', async (_, command) => {
  await using engine = await TestEngine.open();
  expect(await outputOf(engine, `${command} 2>&1 | grep -qiE 'not permitted|permission denied' && echo refused`)).toBe(
    'refused\n',
  );
});

test('a directory is a root file system that is never changed, whatever its name', async () => {
  const root = makeTestRoot();
  const image = join(root, 'a,b:c\\d e\nü');
  unpackBusybox(join(image, 'rootfs'));
  const source = join(image, 'rootfs');
  await using engine = await TestEngine.open({}, root);
  const before = readdirSync(source, { recursive: true }).toSorted();
  const script = 'echo changed >/etc/passwd && rm /bin/ls && mkdir /new && chmod 700 /tmp && cat /etc/passwd';
  const id = await engine.run({ image: source, command: ['sh', '-c', script] });
  expect(engine.containers.status(id).exit).toMatchObject({ code: 0 });
  expect(loggedOutput(engine.containers.status(id).logPath)).toBe('changed\n');
  expect(engine.containers.status(id).image).toBe(source);
  await engine.containers.remove(id);
  expect(readdirSync(source, { recursive: true }).toSorted()).toEqual(before);
  expect(readFileSync(join(source, 'etc/passwd'), 'utf8')).toMatch(/^root:/);
  expect(statSync(join(source, 'tmp')).mode & 0o7777).toBe(0o1777);
});

test('two containers of one root file system do not see each other’s changes', async () => {
  await using engine = await TestEngine.open();
  await engine.run({ name: 'writer', command: ['touch', '/made-by-writer'] });
  const id = await engine.run({ name: 'reader', command: ['ls', '/made-by-writer'] });
  expect(engine.containers.status(id).exit).toMatchObject({ code: 1 });
});

test('a read-only root file system cannot be written to', async () => {
  await using engine = await TestEngine.open();
  const script = 'touch /x || touch /etc/hosts || touch /tmp/x || echo refused';
  const id = await engine.run({ rootfsReadonly: true, command: ['sh', '-c', script] });
  expect(loggedOutput(engine.containers.status(id).logPath)).toBe('refused\n');
});

test('the root directory has the mode of its source, so that other users get in', async () => {
  await using engine = await TestEngine.open();
  expect(await outputOf(engine, 'stat -c %a / /tmp; su -s /bin/sh nobody -c "ls / >/dev/null" && echo in')).toBe(
    '755\n1777\nin\n',
  );
});

test('a terminal has the size it was asked for', async () => {
  await using engine = await TestEngine.open();
  const id = await engine.run({
    command: ['sh', '-c', 'stty size; tty; echo $TERM'],
    tty: true,
    terminalSize: { columns: 101, rows: 33 },
  });
  expect(loggedOutput(engine.containers.status(id).logPath).replaceAll('\r', '')).toBe(
    '33 101\n/dev/pts/0\nxterm-256color\n',
  );
});

test('working directory and environment are those asked for', async () => {
  await using engine = await TestEngine.open();
  const id = await engine.run({
    command: ['sh', '-c', 'pwd; echo "$A|$HOME"'],
    workdir: '/var/tmp',
    env: ['A=one=two', 'HOME=/elsewhere'],
  });
  expect(loggedOutput(engine.containers.status(id).logPath)).toBe('/var/tmp\none=two|/elsewhere\n');
});
