import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connectEngine } from '../../src/core/index.ts';
import { Conman } from '../cli/conman.ts';
import { limitDescriptors } from '../fixtures/descriptors.ts';

test('an end that comes while no file can be opened is known as soon as one can', async () => {
  await using conman = await Conman.start();
  const engine = connectEngine(conman.socket);
  const command = ['sh', '-c', 'while ! test -e /end; do sleep 0.05; done; exit 42'];
  const { id } = await engine.createContainer({ name: 'x', image: conman.rootfs, command });
  await engine.startContainer(id);
  {
    using _limit = limitDescriptors(conman.daemonPid, 'none');
    writeFileSync(join(conman.root, 'lib/containers', id, 'rootfs/end'), '');
    await expect.poll(() => existsSync(join(conman.root, 'lib/exits', id))).toBe(true);
    // Two more calls, so that conmand has had a turn to read it.
    for (const _ of [1, 2]) expect((await engine.listContainers()).map(({ exit }) => exit)).toEqual([undefined]);
  }
  expect(await engine.waitContainer(id)).toMatchObject({ reason: 'exited', code: 42 });
  engine.close();
});

test('a container whose shim dies then is served again, and never said to have ended', async () => {
  await using conman = await Conman.start();
  const engine = connectEngine(conman.socket);
  const command = ['sh', '-c', 'trap "exit 43" TERM; while :; do sleep 0.05; done'];
  const { id } = await engine.createContainer({ name: 'x', image: conman.rootfs, command });
  await engine.startContainer(id);
  const { shimPid } = await engine.inspectContainer(id);
  {
    using _limit = limitDescriptors(conman.daemonPid, 'none');
    process.kill(shimPid, 'SIGKILL');
    for (const _ of [1, 2, 3]) expect((await engine.containerStatus(id)).state).toBe('running');
  }
  const shimNow = async () => (await engine.inspectContainer(id)).shimPid;
  await expect.poll(shimNow).not.toBe(shimPid);
  await expect.poll(async () => (await engine.containerStatus(id)).message).toBe('');
  await engine.stopContainer(id);
  expect((await engine.containerStatus(id)).exit).toMatchObject({ reason: 'exited', code: 43 });
  engine.close();
});
