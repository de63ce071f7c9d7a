import { once } from 'node:events';
import { copyFileSync, existsSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type ContainerEngine, logRecords } from '../../src/core/api/index.ts';
import { ConmanError, connectEngine } from '../../src/core/index.ts';
import { Conman } from '../cli/conman.ts';
import { limitDescriptors } from '../fixtures/descriptors.ts';
import { ownProcesses } from '../fixtures/leaks.ts';

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
  const { cgroupParent, daemonPid } = conman;
  const engine = connectEngine(conman.socket);
  const command = ['sh', '-c', 'trap "exit 43" TERM; while :; do sleep 0.05; done'];
  const { id } = await engine.createContainer({ name: 'x', image: conman.rootfs, command });
  await engine.startContainer(id);
  // With some left, it is another step of the taking over that lacks them each time.
  for (const left of ['none', 0, 1, 2, 3, 4, 5, 6, 8, 10] as const) {
    const { shimPid } = await engine.inspectContainer(id);
    {
      using _limit = limitDescriptors(daemonPid, left);
      process.kill(shimPid, 'SIGKILL');
      for (const _ of [1, 2, 3]) expect((await engine.containerStatus(id)).state).toBe('running');
      await delay(300);
    }
    await expect.poll(async () => (await engine.inspectContainer(id)).shimPid).not.toBe(shimPid);
    await expect.poll(async () => (await engine.containerStatus(id)).message).toBe('');
    expect(
      ownProcesses(conman.root, { cgroupParent }).filter(({ command }) => command.includes('--adopt')),
    ).toHaveLength(1);
  }
  expect(conman.daemonRuns).toBe(true);
  await engine.stopContainer(id);
  expect((await engine.containerStatus(id)).exit).toMatchObject({ reason: 'exited', code: 43 });
  engine.close();
});

test('with however few left: a creation succeeds or says why not, and conmand goes on', async () => {
  await using conman = await Conman.start();
  const engine = connectEngine(conman.socket);
  expect(await engine.listContainers()).toEqual([]);
  // So that there are no low numbers left, as when there are many containers.
  const connections = await Promise.all(Array.from({ length: 60 }, () => connectTo(conman.socket)));
  const outcomes = new Set<string>();
  for (let left = 0; left < 20; left++) {
    const options = { name: `x${left}`, image: conman.rootfs, command: ['sleep', '1000'] };
    {
      using _limit = limitDescriptors(conman.daemonPid, left);
      const outcome = await engine
        .createContainer(options)
        .then(({ id }) => engine.startContainer(id).then(() => 'started', codeOf), codeOf);
      outcomes.add(outcome);
    }
    await engine.removeContainer(options.name, { force: true }).catch(() => undefined);
  }
  expect(conman.daemonRuns).toBe(true);
  expect(await engine.listContainers()).toEqual([]);
  expect([...outcomes].toSorted()).toEqual(['resource-exhausted', 'started']);
  for (const connection of connections) connection.destroy();
  engine.close();
});

async function connectTo(path: string): Promise<Socket> {
  const socket = connect(path);
  await once(socket, 'connect');
  return socket;
}

function codeOf(error: unknown): string {
  return ConmanError.from(error).code;
}

test('a log that cannot be read then leaves nothing open', async () => {
  await using conman = await Conman.start();
  const { daemonPid } = conman;
  const engine = connectEngine(conman.socket);
  const { id } = await engine.createContainer({ name: 'x', image: conman.rootfs, command: ['echo', 'hello'] });
  await engine.startContainer(id);
  await engine.waitContainer(id);
  const { logPath } = await engine.containerStatus(id);
  for (const number of [1, 2, 3]) copyFileSync(logPath, `${logPath}.${number}`);
  const outcomes = new Set<string>();
  for (const left of [0, 1, 2, 3, 4, 8]) {
    using _limit = limitDescriptors(daemonPid, left);
    outcomes.add(await readAll(engine, id));
    expect(openFiles(daemonPid).filter((path) => path.startsWith(logPath))).toEqual([]);
  }
  expect([...outcomes]).toEqual(['resource-exhausted', 'hello\n'.repeat(4)]);
  engine.close();
});

/** The text of a log, or the code of the error. */
async function readAll(engine: ContainerEngine, id: string): Promise<string> {
  try {
    let text = '';
    for await (const chunk of engine.readLogs(id, { follow: false })) {
      for (const { textStart, textEnd } of logRecords(chunk)) {
        text += `${Buffer.from(chunk.subarray(textStart, textEnd)).toString()}\n`;
      }
    }
    return text;
  } catch (error) {
    return codeOf(error);
  }
}

function openFiles(pid: number): string[] {
  const directory = `/proc/${pid}/fd`;
  return readdirSync(directory).flatMap((name) => {
    try {
      return [readlinkSync(join(directory, name))];
    } catch {
      return [];
    }
  });
}
