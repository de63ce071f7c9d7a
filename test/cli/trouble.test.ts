import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Conman, conmanctl, run } from './conman.ts';

/** One line that says what, and ends. */
const oneLine = /^conmanctl: [^\n]{10,}\n$/;

describe('a command that cannot be carried out says why in one line', () => {
  test('containers and names', async () => {
    await using conman = await Conman.start();
    const create = (...words: string[]) => conman.ctl(['container', 'create', '--image', conman.rootfs, ...words]);
    expect((await create('a', '--', '/bin/sleep', '9')).status).toBe(0);

    for (const verb of ['start', 'stop', 'status', 'kill', 'inspect', 'logs', 'attach', 'remove']) {
      const outcome = await conman.ctl(['container', verb, 'nosuch']);
      expect(outcome, verb).toMatchObject({ status: 3, stdout: '' });
      expect(outcome.stderr, verb).toMatch(oneLine);
      expect(outcome.stderr, verb).toContain('nosuch');
    }
    expect(await create('not/a/name', '--', '/bin/true')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(oneLine),
    });
    expect(await create('', '--', '/bin/true')).toMatchObject({ status: 2, stderr: expect.stringMatching(oneLine) });
    const running = await conman.ctl(['container', 'kill', 'a']);
    expect(running).toMatchObject({ status: 5, stderr: expect.stringMatching(oneLine) });
  });

  test('a prefix that several ids share', async () => {
    await using conman = await Conman.start();
    const ids: string[] = [];
    // 17 ids cannot all begin with different digits.
    for (let count = 0; count < 17; count++) {
      const created = (await conman.ask('create', '-I', conman.rootfs, `c${count}`, '--', '/bin/true')) as {
        containerId: string;
      };
      ids.push(created.containerId);
    }
    const shared = ids.map((id) => id[0] as string).find((digit, at, digits) => digits.indexOf(digit) !== at) as string;
    const outcome = await conman.ctl(['container', 'status', shared]);
    expect(outcome).toMatchObject({ status: 2, stdout: '' });
    expect(outcome.stderr).toMatch(oneLine);
    const unique = ids[0] as string;
    expect(await conman.ask('container', 'status', unique.slice(0, 20))).toMatchObject({
      status: { containerId: unique },
    });
  });

  test('root file systems and commands', async () => {
    await using conman = await Conman.start();
    const file = join(conman.root, 'file');
    writeFileSync(file, '');
    const script = join(conman.rootfs, 'bin/not-executable');
    writeFileSync(script, '#!/bin/sh\n');
    chmodSync(script, 0o644);
    mkdirSync(join(conman.rootfs, 'directory'));
    const attempts: [string, string, string, number][] = [
      ['/nonexistent', '/bin/true', '/nonexistent', 125],
      [file, '/bin/true', 'not a directory', 125],
      ['nosuchimage', '/bin/true', 'nosuchimage', 125],
      [conman.rootfs, '/bin/nosuch', '/bin/nosuch', 127],
      [conman.rootfs, '/bin/not-executable', 'not executable', 126],
      [conman.rootfs, '/directory', '/directory', 126],
    ];
    for (const [image, command, reason, status] of attempts) {
      const outcome = await conman.ctl(['run', '--name', 'x', image, command]);
      expect(outcome, command).toMatchObject({ status, stdout: '' });
      expect(outcome.stderr).toMatch(oneLine);
      expect(outcome.stderr).toContain(reason);
    }
    expect(await conman.ask('ps')).toEqual({ containers: [] });
  });

  test('no runtime', async () => {
    await expect(Conman.start(['--runtime-path', '/nonexistent/runc'])).rejects.toThrow(
      /runtime at \/nonexistent\/runc/,
    );
  });
});

describe('a socket without a conmand behind it', () => {
  test('nothing there, a dead one, a file, somebody else', async () => {
    await using conman = await Conman.start();
    const path = (name: string): string => join(conman.root, name);
    writeFileSync(path('file'), '');
    const dead = createServer().listen(path('dead'));
    await new Promise((done) => dead.once('listening', done));
    // Closing would unlink it; the name of a socket whose server was killed stays.
    await run(['cp', '-a', path('dead'), path('dead-copy')]);
    const rude = createServer((socket) => {
      socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n');
    }).listen(path('rude'));
    for (const name of ['missing', 'file', 'dead-copy', 'rude']) {
      const outcome = await run([conmanctl, '-H', path(name), 'ps']);
      expect(outcome, name).toMatchObject({ status: 7, stdout: '' });
      expect(outcome.stderr, name).toMatch(oneLine);
      expect(outcome.stderr, name).toContain(path(name));
    }
    dead.close();
    rude.close();
  });

  test('daemon status and stop', async () => {
    await using conman = await Conman.start();
    expect(await conman.ctl(['daemon', 'status'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('"running":true'),
    });
    expect(await conman.ask('daemon', 'stop')).toEqual({ stopped: true });
    expect(await conman.ctl(['daemon', 'status'])).toMatchObject({
      status: 3,
      stdout: expect.stringContaining('"running":false'),
    });
    expect(await conman.ask('daemon', 'stop')).toEqual({ stopped: false });
    await conman.startDaemon();
  });
});

describe('not root', () => {
  const nobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];

  test('the socket is not for everybody', async () => {
    await using conman = await Conman.start();
    chmodSync(conman.root, 0o755);
    const outcome = await run([...nobody, conmanctl, '-H', conman.socket, 'ps']);
    expect(outcome).toMatchObject({ status: 6, stdout: '', stderr: expect.stringMatching(oneLine) });
    expect(outcome.stderr).toContain('sudo');
  });

  test('conmand needs it', async () => {
    const conmand = conmanctl.replace(/ctl$/, 'd');
    const outcome = await run([...nobody, conmand, '-l', '/tmp/conman-nobody.sock']);
    expect(outcome.status).not.toBe(0);
    expect(outcome.stderr).toContain('root');
  });

  test('help does not', async () => {
    expect(await run([...nobody, conmanctl, 'run', '--help'])).toMatchObject({ status: 0, stderr: '' });
  });
});
