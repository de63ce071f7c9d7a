import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { conmanctl, run } from './conman.ts';

/** Shows a script the default places, /run/conmand.sock and so on, as they are on a machine that never ran conman. */
async function onFreshMachine(script: string) {
  const { PATH } = process.env;
  const hide = ['/run', '/var/lib', '/var/log'].map((path) => `mount -t tmpfs tmpfs ${path}`).join(' && ');
  // A network of its own as well: conmand's default port may be taken on this machine.
  const fresh = `set -e; ip link set lo up; ${hide}; ${script}`;
  return await run(['unshare', '--net', '--mount', '--propagation', 'private', 'sh', '-c', fresh], {
    env: { PATH: `${resolve(conmanctl, '..')}:${PATH}`, CONMAN_HOST: '' },
  });
}

test('one command is enough: conmand is started when none listens, once, and stops when told', async () => {
  const { status, stdout, stderr } = await onFreshMachine(`
    conmanctl daemon status || echo "status $?"
    conmanctl ps
    conmanctl ps & conmanctl version & wait
    conmanctl daemon status | grep -o '"running":true'
    conmanctl daemon start
    conmanctl daemon stop
    test ! -e /run/conmand.sock
  `);
  expect(stderr).toBe('');
  const lines = stdout.trim().split('\n');
  expect(lines.slice(0, 3)).toEqual([
    '{"running":false,"socket":"/run/conmand.sock"}',
    'status 3',
    '{"containers":[]}',
  ]);
  expect(lines.slice(3, 5).toSorted()).toEqual(['{"containers":[]}', expect.stringContaining('"runtimeName":"runc"')]);
  expect(lines.slice(-3)).toEqual(['"running":true', '{"started":false}', '{"stopped":true}']);
  expect(status).toBe(0);
});

test('--no-start leaves it as it is', async () => {
  const { status, stdout, stderr } = await onFreshMachine('conmanctl ps --no-start');
  expect({ status, stdout }).toEqual({ status: 7, stdout: '' });
  expect(stderr).toMatch(/^conmanctl: [^\n]*\/run\/conmand\.sock[^\n]*daemon start[^\n]*\n$/);
});
