import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectEngine, type EngineClient } from '../../src/core/index.ts';
import { Conman } from '../cli/conman.ts';
import { busyboxMembers } from '../fixtures/busybox-layers.ts';
import { TestRegistry } from '../fixtures/registry.ts';

let registry: TestRegistry;

beforeAll(async () => {
  registry = await TestRegistry.start();
  const small = Array.from({ length: 1500 }, (_, index) => ({ path: `tmp/many/${index}`, content: `${index}` }));
  const noise = (name: string) => ({ members: [{ path: name, content: randomBytes(4_000_000) }] });
  const base = { members: busyboxMembers() };
  await registry.push(
    'one',
    { layers: [base, { members: small }, noise('a')], config: { Cmd: ['ls', '/tmp/many/1499'] } },
    '1',
  );
  await registry.push(
    'two',
    { layers: [base, noise('b'), { members: [{ path: 'tmp/.wh.many' }] }], config: { Cmd: ['ls', '/b'] } },
    '1',
  );
});

afterAll(async () => {
  await registry[Symbol.asyncDispose]();
});

const entries = (...path: string[]): string[] => (existsSync(join(...path)) ? readdirSync(join(...path)) : []);

/** What is half made, but for downloads that are to be resumed. */
function leftOver(conman: Conman): string[] {
  return entries(conman.root, 'lib/images/ingest').filter((name) => !name.endsWith('.partial'));
}

async function pull(engine: EngineClient, name: string): Promise<void> {
  for await (const progress of engine.pullImage(name)) if (progress.kind === 'done') return;
}

test('conmand killed at 30 points of pulling, unpacking, removing and pruning', { timeout: 900_000 }, async () => {
  await using conman = await Conman.start();
  const [one, two] = [`${registry.host}/one:1`, `${registry.host}/two:1`];
  let engine = connectEngine(conman.socket);
  // In use from here on, through everything: never collected.
  await pull(engine, two);
  await engine.createContainer({ name: 'kept', image: two, command: [] });
  for (let round = 0; round < 30; round++) {
    if (round % 3 !== 1) await pull(engine, one);
    const work = [() => pull(engine, one), () => engine.removeImage(one), () => engine.pruneImages({ all: true })];
    const doing = [work[round % 3], work[(round + 1) % 3]].map((each) => each?.().catch(() => undefined));
    // Anywhere between the first moment and the end, wherever that is on this machine.
    await Promise.race([Promise.all(doing), new Promise((resolve) => setTimeout(resolve, Math.random() * 300))]);
    await conman.killDaemon();
    await Promise.all(doing);
    engine.close();
    await conman.startDaemon();
    engine = connectEngine(conman.socket);
    const names = (await engine.listImages()).map(({ name }) => name);
    expect(names).toContain(two);
    // What is visible is whole.
    for (const name of names.filter((each) => each !== 'busybox:latest')) {
      expect(await engine.verifyImage(name)).toMatchObject({ problems: [] });
    }
    expect(leftOver(conman)).toEqual([]);
  }
  await engine.startContainer('kept');
  expect(await engine.waitContainer('kept')).toMatchObject({ code: 0 });
  await pull(engine, one);
  expect((await conman.ctl(['run', '--rm', one])).stdout).toBe('/tmp/many/1499\n');
  await engine.removeContainer('kept');
  await engine.pruneImages({ all: true });
  engine.close();
  const parts = ['blobs/sha256', 'layers', 'references', 'ingest'];
  expect(parts.flatMap((name) => entries(conman.root, 'lib/images', name))).toEqual([]);
});
