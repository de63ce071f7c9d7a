import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connectEngine } from '../../src/core/index.ts';
import { Conman, conmanctl, type Outcome, run } from '../cli/conman.ts';

/** Users and groups need no names. */
const uid = 54_321;
const gid = 54_322;

/** `conmanctl ps` as that user with these groups. */
async function listAs(conman: Conman, ...groups: readonly number[]): Promise<Outcome> {
  const ids = ['--reuid', String(uid), '--regid', String(groups[0] ?? uid)];
  const others = groups.length > 1 ? ['--groups', groups.slice(1).join(',')] : ['--clear-groups'];
  return await run(['setpriv', ...ids, ...others, conmanctl, 'ps'], { env: { CONMAN_HOST: conman.socket } });
}

/** Modes of everything below a directory that another user could open, and who could get there. */
function openToOthers(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isSocket()) return (statSync(path).mode & 0o077) === 0 ? [] : [path];
    // Whoever cannot enter a directory reaches nothing in it.
    if (entry.isDirectory()) return (statSync(path).mode & 0o077) === 0 ? [] : [path, ...openToOthers(path)];
    return [];
  });
}

test('nobody but root gets to the socket, the state, the logs or the shims', async () => {
  await using conman = await Conman.start();
  const engine = connectEngine(conman.socket);
  await engine.createContainer({ name: 'box', image: conman.rootfs, command: ['sleep', '1000'] });
  await engine.startContainer('box');
  chmodSync(conman.root, 0o755);
  for (const path of ['lib', 'run', 'logs', 'runtime', 'c.sock']) {
    expect(`${path} ${statSync(join(conman.root, path)).mode & 0o077}`).toBe(`${path} 0`);
  }
  const [shim = ''] = readdirSync(join(conman.root, 'run/containers'));
  expect(statSync(join(conman.root, 'run/containers', shim, 'attach.sock')).mode & 0o777).toBe(0o600);
  expect(openToOthers(join(conman.root, 'run'))).toEqual([]);
  const { status, stderr } = await listAs(conman);
  expect(status).not.toBe(0);
  expect(stderr).toMatch(/sudo|root/);
  engine.close();
});

test('a socket that somebody opened to everybody still serves root alone', async () => {
  await using conman = await Conman.start();
  chmodSync(conman.root, 0o755);
  chmodSync(conman.socket, 0o666);
  expect((await listAs(conman)).status).not.toBe(0);
  expect((await conman.ctl(['ps'])).status).toBe(0);
  await conman.killDaemon('SIGTERM');
  expect(conman.said).toMatch(new RegExp(`warning refused a connection of process \\d+: user ${uid} may not`));
});

test('with --group its members get in, by whichever of their groups, and nobody else', async () => {
  await using conman = await Conman.start(['--group', String(gid)]);
  chmodSync(conman.root, 0o755);
  const { mode, gid: group, uid: owner } = statSync(conman.socket);
  expect({ mode: mode & 0o777, group, owner }).toEqual({ mode: 0o660, group: gid, owner: 0 });
  expect((await listAs(conman, gid)).stderr).toBe('');
  expect((await listAs(conman, uid, 1, gid)).status).toBe(0);
  expect((await listAs(conman, uid)).status).not.toBe(0);
  expect(existsSync(conman.socket)).toBe(true);
});

test('a group that does not exist is refused at the start', async () => {
  await expect(Conman.start(['--group', 'no-such-group'])).rejects.toThrow('there is no group "no-such-group"');
});
