import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connectEngine } from '../../src/core/index.ts';
import { Conman } from '../cli/conman.ts';

/** Command lines and, where it is not the container's own process, environments that hold the text. */
function processesThatShow(secret: string, inContainer: ReadonlySet<number>): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.flatMap((pid) => {
    const places = inContainer.has(Number(pid)) ? ['cmdline'] : ['cmdline', 'environ'];
    return places.filter((place) => read(`/proc/${pid}/${place}`).includes(secret)).map((place) => `${pid} ${place}`);
  });
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function filesThatHold(secret: string, directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return filesThatHold(secret, path);
    return entry.isFile() && read(path).includes(secret) ? [path] : [];
  });
}

test('a variable of a container or session is in no command line, no log, and no file that others may read', async () => {
  await using conman = await Conman.start(['--log-level', 'debug']);
  const engine = connectEngine(conman.socket);
  const ofContainer = 'secret-of-the-container';
  const ofSession = 'secret-of-the-session';
  const image = conman.rootfs;
  await engine.createContainer({ name: 'box', image, command: ['sleep', '1000'], env: [`TOKEN=${ofContainer}`] });
  await engine.startContainer('box');
  const exec = { command: ['sleep', '1000'], env: [`TOKEN=${ofSession}`], stdin: false };
  await engine.createExec('box', { ...exec, tty: true });
  await engine.createExec('box', { ...exec, tty: false });
  // Errors that quote what was asked for.
  for (const options of [{ image: '/nope' }, { command: ['/nope'] }, { name: 'b d' }]) {
    const creation = engine.createContainer({
      name: 'x',
      image,
      command: ['sh'],
      env: [`TOKEN=${ofContainer}`],
      ...options,
    });
    await expect(creation).rejects.not.toMatchObject({ message: expect.stringContaining(ofContainer) });
  }
  await expect(engine.createExec('box', { ...exec, command: ['/nope'], tty: false })).rejects.toThrow('nope');

  const inContainer = new Set((await engine.listProcesses('box')).map(({ pid }) => pid));
  expect(inContainer.size).toBe(3);
  for (const secret of [ofContainer, ofSession]) expect(processesThatShow(secret, inContainer)).toEqual([]);
  for (const path of filesThatHold(ofContainer, conman.root)) expect(statSync(path).mode & 0o077).toBe(0);
  expect(filesThatHold(ofSession, conman.root)).toEqual([]);
  expect(conman.said).not.toContain('secret-of');
  engine.close();
});

test('conmanctl takes a variable from its environment or a file, so that it need not be typed', async () => {
  await using conman = await Conman.start();
  writeFileSync(join(conman.root, 'env'), 'FROM_FILE=secret-in-a-file\n', { mode: 0o600 });
  const words = ['-e', 'FROM_ENVIRONMENT', '--env-file', join(conman.root, 'env'), conman.rootfs, 'env'];
  const { stdout } = await conman.ctl(['run', '--rm', ...words], {
    env: { FROM_ENVIRONMENT: 'secret-in-the-environment' },
  });
  expect(stdout).toContain('FROM_FILE=secret-in-a-file');
  expect(stdout).toContain('FROM_ENVIRONMENT=secret-in-the-environment');
});
