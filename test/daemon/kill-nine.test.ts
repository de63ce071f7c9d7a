import { expect, test } from 'vitest';
import type { ContainerEngine, ContainerSummary } from '../../src/core/api/index.ts';
import { logRecords } from '../../src/core/api/log-record.ts';
import { seededRandom } from '../../src/core/image/testing/seeded-random.ts';
import { connectEngine } from '../../src/core/index.ts';
import { Conman } from '../cli/conman.ts';

const rounds = 20;
const writerScript = 'i=0; while true; do i=$((i+1)); echo $i; sleep 0.005; done';

/** What a client was told before the daemon was killed; what it asked for and was not told is uncertain. */
interface Told {
  readonly created: Map<string, string>;
  readonly removed: Set<string>;
  readonly started: Set<string>;
  readonly uncertain: Set<string>;
}

test(`conmand killed at ${rounds} random points of create, start, stop and remove loses and leaks nothing`, {
  timeout: 900_000,
}, async () => {
  const { KILL_NINE_SEED: givenSeed } = process.env;
  const seed = Number(givenSeed ?? Date.now() % 1_000_000);
  const random = seededRandom(seed);
  await using conman = await Conman.start();
  const writerPid = await startWriter(conman);
  const known = new Map<string, string>();
  for (let round = 0; round < rounds; round++) {
    const told = await workUntilKilled(conman, round, random() * 220);
    await conman.startDaemon();
    await checkList(conman, known, told, `round ${round} of seed ${seed}`);
  }
  const engine = connectEngine(conman.socket);
  const writer = await engine.containerStatus('writer');
  expect(writer).toMatchObject({ state: 'running', pid: writerPid });
  await engine.stopContainer('writer', { timeoutSeconds: 0 });
  await expectWholeLog(engine);
  engine.close();
});

/** A container that writes numbered lines all the time, whatever happens to conmand. */
async function startWriter(conman: Conman): Promise<number> {
  const engine = connectEngine(conman.socket);
  await engine.createContainer({ name: 'writer', image: conman.rootfs, command: ['sh', '-c', writerScript] });
  await engine.startContainer('writer');
  const { pid } = await engine.containerStatus('writer');
  engine.close();
  return pid;
}

/** Three clients work without pause, each on containers of its own, until the daemon dies under them. */
async function workUntilKilled(conman: Conman, round: number, delayMs: number): Promise<Told> {
  const told: Told = { created: new Map(), removed: new Set(), started: new Set(), uncertain: new Set() };
  const engine = connectEngine(conman.socket);
  await engine.version();
  const workers = [0, 1, 2].map((worker) => work(engine, conman.rootfs, `r${round}w${worker}`, told));
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  await conman.killDaemon();
  await Promise.all(workers);
  engine.close();
  return told;
}

async function work(engine: ContainerEngine, image: string, prefix: string, told: Told): Promise<void> {
  for (let i = 0; ; i++) {
    const name = `${prefix}n${i}`;
    const endsByItself = i % 2 === 0;
    const command = endsByItself ? ['sh', '-c', 'exit 7'] : ['sleep', '1000'];
    try {
      told.uncertain.add(name);
      const { id } = await engine.createContainer({ name, image, command });
      told.created.set(name, id);
      told.uncertain.delete(name);
      await engine.startContainer(id);
      told.started.add(name);
      // One of three is left for the next conmand to find.
      if (i % 3 === 2) continue;
      if (!endsByItself) await engine.stopContainer(id, { timeoutSeconds: 0 });
      told.uncertain.add(name);
      await engine.removeContainer(id, { force: true });
      told.removed.add(name);
      told.uncertain.delete(name);
    } catch {
      return;
    }
  }
}

/** Brings `known` up to date with what was told and holds it against what there is. */
async function checkList(conman: Conman, known: Map<string, string>, told: Told, when: string): Promise<void> {
  const engine = connectEngine(conman.socket);
  const containers = new Map((await engine.listContainers()).map((container) => [container.name, container]));
  containers.delete('writer');
  for (const [name, id] of told.created) if (!told.removed.has(name)) known.set(name, id);
  for (const name of told.uncertain) {
    const found = containers.get(name);
    if (found === undefined) known.delete(name);
    else known.set(name, found.id);
  }
  expect([...containers.keys()].sort(), when).toEqual([...known.keys()].sort());
  for (const container of containers.values()) expectTruth(container, told, when);
  // A name that is free can be taken, one that is taken cannot.
  for (const [name, id] of known) {
    await expect(engine.createContainer({ name, image: conman.rootfs, command: ['true'] }), when).rejects.toMatchObject(
      {
        code: 'already-exists',
      },
    );
    await engine.removeContainer(id, { force: true });
  }
  known.clear();
  engine.close();
}

function expectTruth(container: ContainerSummary, told: Told, when: string): void {
  const what = `${container.name} ${container.state} in ${when}`;
  expect(container.message, what).toBe('');
  expect(['created', 'running', 'exited'], what).toContain(container.state);
  if (told.started.has(container.name)) expect(container.state, what).not.toBe('created');
  if (container.state !== 'exited') return;
  const endedByItself = Number(container.name.split('n')[1]) % 2 === 0;
  const expected = endedByItself ? { reason: 'exited', code: 7 } : { reason: 'signaled', code: 137 };
  expect(container.exit, what).toMatchObject(expected);
}

async function expectWholeLog(engine: ContainerEngine): Promise<void> {
  let next = 1;
  for await (const chunk of engine.readLogs('writer', { follow: false })) {
    for (const { textStart, textEnd } of logRecords(chunk)) {
      expect(Buffer.from(chunk.subarray(textStart, textEnd)).toString()).toBe(String(next));
      next += 1;
    }
  }
  // It wrote through all of them.
  expect(next).toBeGreaterThan(rounds);
}
