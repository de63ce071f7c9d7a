import { expect, test } from 'vitest';
import { Conman } from './conman.ts';

const id32 = expect.stringMatching(/^[0-9a-f]{32}$/);
const unixNs = expect.stringMatching(/^\d{19}$/);

test('the session the system must always give', async () => {
  await using conman = await Conman.start();

  const created = await conman.ctl([
    'container',
    'create',
    '--image',
    conman.rootfs,
    'cont1',
    '--',
    '/bin/sleep',
    '100',
  ]);
  expect(created).toMatchObject({ status: 0, stderr: '' });
  expect(created.stdout).toMatch(/^\{"containerId":"[0-9a-f]{32}"\}\n$/);
  const { containerId } = JSON.parse(created.stdout);

  const prepared = await conman.ctl(['container', 'status', containerId]);
  expect(Object.keys(JSON.parse(prepared.stdout).status)).toEqual([
    'containerId',
    'containerName',
    'state',
    'createdAt',
    'startedAt',
    'finishedAt',
    'exitCode',
    'message',
    'logPath',
  ]);
  expect(JSON.parse(prepared.stdout)).toEqual({
    status: {
      containerId,
      containerName: 'cont1',
      state: 'CREATED',
      createdAt: unixNs,
      startedAt: '0',
      finishedAt: '0',
      exitCode: 0,
      message: '',
      logPath: expect.stringMatching(/^\//),
    },
  });

  expect(await conman.ctl(['container', 'start', containerId])).toEqual({ status: 0, stdout: '{}\n', stderr: '' });
  expect(await conman.ask('container', 'status', containerId)).toMatchObject({
    status: { state: 'RUNNING', startedAt: unixNs, finishedAt: '0' },
  });

  await conman.killDaemon('SIGKILL');
  await conman.startDaemon();

  const listed = await conman.ctl(['container', 'list']);
  expect(listed.stdout).toMatch(
    /^\{"containers":\[\{"id":"[0-9a-f]{32}","name":"cont1","createdAt":"\d{19}","state":"RUNNING"\}\]\}\n$/,
  );
  expect(JSON.parse(listed.stdout).containers[0].id).toBe(containerId);
});

test('the rest of the contract', async () => {
  await using conman = await Conman.start();
  expect(await conman.ask('version')).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    runtimeName: 'runc',
    runtimeVersion: expect.stringMatching(/^1\./),
  });
  expect((await conman.ctl(['container', 'list'])).stdout).toBe('{"containers":[]}\n');

  const flags = ['--host', conman.socket, 'container', 'create', '-I', conman.rootfs, '-R', '-i', '--leave-stdin-open'];
  expect(await conman.ask(...flags, 'b', '--', '/bin/cat')).toEqual({ containerId: id32 });
  const taken = await conman.ctl(['container', 'create', '--image', conman.rootfs, 'b', '--', '/bin/cat']);
  expect(taken).toMatchObject({ status: 4, stdout: '' });
  expect(taken.stderr).toMatch(/^conmanctl: .*\bb\b.*\n$/);

  expect(await conman.ask('container', 'start', 'b')).toEqual({});
  expect(await conman.ask('container', 'stop', '-t', '1', 'b')).toEqual({});
  expect(await conman.ask('container', 'status', 'b')).toMatchObject({
    status: { state: 'EXITED', finishedAt: unixNs },
  });
  expect((await conman.ctl(['container', 'wait', 'b'])).stdout).toMatch(/^\{"exitCode":\d+\}\n$/);
  // Once ended it can be started again.
  expect(await conman.ask('container', 'start', 'b')).toEqual({});
  expect(await conman.ask('container', 'restart', '-t', '0', 'b')).toEqual({});
  expect(await conman.ask('container', 'status', 'b')).toMatchObject({ status: { state: 'RUNNING' } });
  expect(await conman.ask('container', 'pause', 'b')).toEqual({});
  expect((await conman.ctl(['container', 'list', '--output', 'table'])).stdout).toContain('paused');
  expect(await conman.ask('container', 'resume', 'b')).toEqual({});
  expect(await conman.ask('container', 'top', 'b')).toMatchObject({
    processes: [{ containerPid: '1', command: ['/bin/cat'] }],
  });
  expect(await conman.ask('container', 'rename', 'b', 'c')).toEqual({});
  const waiting = conman.ctl(['container', 'wait', '--output', 'table', 'c', 'c']);
  expect(await conman.ask('container', 'stop', '-t', '0', 'c')).toEqual({});
  expect(await waiting).toEqual({ status: 0, stdout: '137\n137\n', stderr: '' });
  const { containers } = (await conman.ask('container', 'list')) as { containers: { id: string }[] };
  const id = containers[0]?.id ?? '';
  expect(await conman.ask('container', 'remove', id)).toEqual({});
  // Remove is idempotent.
  expect(await conman.ask('container', 'remove', id)).toEqual({});
  expect(await conman.ask('container', 'list')).toEqual({ containers: [] });
});
