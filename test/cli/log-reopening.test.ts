import { readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Conman } from './conman.ts';

test('`logs --reopen` begins a new file after something else has moved the log away', async () => {
  await using conman = await Conman.start();
  const script = 'while read line; do echo "got $line"; done';
  await conman.ask('create', '-I', conman.rootfs, '-i', '--leave-stdin-open', 'a', '--', 'sh', '-c', script);
  await conman.ask('start', 'a');
  const { status } = (await conman.ask('status', 'a')) as { status: { logPath: string; containerId: string } };
  const { logPath, containerId } = status;
  const [moved, kept] = [join(conman.root, 'moved'), join(conman.root, 'kept')];
  const say = (line: string): void =>
    writeFileSync(join(conman.root, 'run/containers', containerId, 'attach.sock.0'), `${line}\n`);
  say('before');
  await expect.poll(() => readFileSync(logPath, 'utf8')).toContain('got before');
  renameSync(logPath, moved);
  expect(await conman.ctl(['logs', '--reopen', 'a'])).toEqual({ status: 0, stdout: '{}\n', stderr: '' });
  say('after');
  await expect.poll(() => readFileSync(logPath, 'utf8')).toContain('got after');
  expect(readFileSync(moved, 'utf8')).not.toContain('got after');
  expect(await conman.ctl(['logs', 'a'])).toMatchObject({ status: 0, stdout: 'got after\n' });

  // Where no new file can be made, the old one goes on, and the caller hears of it.
  renameSync(logPath, kept);
  symlinkSync('/nowhere/at/all', logPath);
  expect(await conman.ctl(['logs', '--reopen', 'a'])).toMatchObject({
    status: 5,
    stderr: expect.stringMatching(/the log cannot be opened again \(E[A-Z]+\): it goes on as before/),
  });
  rmSync(logPath);
  say('kept');
  await expect.poll(() => readFileSync(kept, 'utf8')).toContain('got kept');

  await conman.ask('kill', 'a');
  await conman.ctl(['wait', 'a']);
  expect(await conman.ctl(['logs', '--reopen', 'a'])).toMatchObject({ status: 0 });
  expect(await conman.ctl(['logs', '--reopen', '-f', 'a'])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--reopen prints nothing'),
  });
});

test('an exit hook that is not there keeps conmand from starting, with the reason', async () => {
  await expect(Conman.start(['--exit-hook', '/nowhere/hook'])).rejects.toThrow('there is no program at /nowhere/hook');
});
