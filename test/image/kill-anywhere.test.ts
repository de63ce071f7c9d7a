import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { freshSeed, seededRandom } from '../../src/core/image/testing/seeded-random.ts';
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

/** `KILL_SEED=N` repeats the pauses of a run that failed, which says what they were. */
const seed = Number(process.env['KILL_SEED'] ?? freshSeed());
const rounds = 30;

interface Scene {
  /** What it needs the image for: to be there, or to be fetched from the beginning. */
  readonly startsWith: 'image' | 'nothing';
  play(engine: EngineClient, image: string): readonly Promise<unknown>[];
}

const scenes: readonly Scene[] = [
  { startsWith: 'nothing', play: (engine, image) => [pull(engine, image)] },
  { startsWith: 'image', play: (engine, image) => [engine.removeImage(image)] },
  { startsWith: 'nothing', play: (engine, image) => [pull(engine, image), engine.pruneImages({ all: true })] },
  { startsWith: 'image', play: (engine) => [engine.pruneImages({ all: true })] },
  { startsWith: 'image', play: (engine, image) => [engine.removeImage(image), pull(engine, image)] },
];

/** Plays a scene, whatever comes of it. */
async function play(scene: Scene, engine: EngineClient, image: string): Promise<void> {
  await Promise.allSettled(scene.play(engine, image));
}

async function prepare({ startsWith }: Scene, engine: EngineClient, image: string): Promise<void> {
  if (startsWith === 'image') await pull(engine, image);
  else await engine.pruneImages({ all: true });
}

test('conmand killed at 30 points of pulling, unpacking, removing and pruning', { timeout: 900_000 }, async () => {
  onTestFailed(() => console.error(`to repeat it: KILL_SEED=${seed}`));
  const random = seededRandom(seed);
  await using conman = await Conman.start();
  const [one, two] = [`${registry.host}/one:1`, `${registry.host}/two:1`];
  let engine = connectEngine(conman.socket);
  // In use from here on, through everything: never collected.
  await pull(engine, two);
  await engine.createContainer({ name: 'kept', image: two, command: [] });
  // How long each takes on this machine: the kills are spread over that.
  const spansMs: number[] = [];
  for (const scene of scenes) {
    await prepare(scene, engine, one);
    const start = performance.now();
    await play(scene, engine, one);
    spansMs.push(performance.now() - start);
  }
  for (let round = 0; round < rounds; round++) {
    const index = round % scenes.length;
    const scene = scenes[index];
    if (scene === undefined) continue;
    await prepare(scene, engine, one);
    const playing = play(scene, engine, one);
    await new Promise((resolve) => setTimeout(resolve, random() * (spansMs[index] ?? 0)));
    await conman.killDaemon();
    await playing;
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
