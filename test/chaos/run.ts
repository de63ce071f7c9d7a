/**
 * Lives of containers while everything under them fails: `npm run test:chaos -- --seed N`. Ends with what went wrong, how
 * to repeat it, and `N passed, N failed`.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from '../../src/core/image/testing/seeded-random.ts';
import { Fate } from './disasters.ts';
import { Life } from './life.ts';
import { type ChaosOptions, parseOptions } from './options.ts';
import { World } from './world.ts';

const options = parseOptions(process.argv.slice(2));
if (options !== undefined) process.exitCode = (await run(options)) ? 0 : 1;

async function run(options: ChaosOptions): Promise<boolean> {
  const { seed, seconds, containers } = options;
  const again = `npm run test:chaos -- --seed ${seed} --seconds ${seconds} --containers ${containers}`;
  console.log(`chaos: ${containers} containers for ${seconds} s; to repeat it: ${again}`);
  const faults: string[] = [];
  const complain = (fault: string): void => {
    faults.push(fault);
    console.log(`WRONG: ${fault}`);
  };
  let judged = 0;
  try {
    await using world = await World.open();
    judged = await live(world, options, complain);
  } catch (error) {
    complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  if (judged === 0) complain('nothing came to its end, so nothing was shown');
  if (faults.length > 0) console.log(`to repeat it: ${again}`);
  console.log(`${judged} passed, ${faults.length} failed`);
  return faults.length === 0;
}

/** Returns how many lives were found true. */
async function live(world: World, options: ChaosOptions, complain: (fault: string) => void): Promise<number> {
  const orphans = new Set<string>();
  const endMs = Date.now() + options.seconds * 1000;
  const isOver = (): boolean => Date.now() >= endMs;
  const lives = Array.from({ length: options.containers }, (_, slot) => {
    return new Life(world, slot, seededRandom(options.seed * 1000 + slot), orphans, complain);
  });
  const fate = new Fate(world, seededRandom(options.seed), orphans, complain);
  const fateEnd = fate.run(isOver);
  await Promise.all([fateEnd, ...lives.map((life) => life.run(isOver))]);
  for (const [name, times] of fate.happened) console.log(`${name}: ${times} times`);
  await world.ensureDaemon();
  await expectTheKnown(world, lives, complain);
  for (const [line] of world.conman.said.matchAll(/^.*unexpected error, conmand ends.*$/gm)) complain(line);
  return lives.reduce((sum, life) => sum + life.judged, 0);
}

/** Nothing is lost, nothing is back, and every state is one that can be explained. */
async function expectTheKnown(world: World, lives: readonly Life[], complain: (fault: string) => void): Promise<void> {
  // A creation whose client was told nothing may still be taken back.
  await delay(1000);
  const found = await world.engine.listContainers();
  const ids = new Set(found.map(({ id }) => id));
  for (const life of lives) {
    for (const [name, id] of life.kept) if (!ids.has(id)) complain(`${name} (${id}) is lost`);
    for (const id of life.removed.keys()) if (ids.has(id)) complain(`${id} is back after its removal`);
  }
  for (const name of lives.flatMap((life) => [...life.removed.values()].slice(-1))) {
    const options = { name, image: world.conman.rootfs, command: ['true'] };
    const created = await world.engine
      .createContainer(options)
      .catch((error) => complain(`${name} is not free: ${error}`));
    if (created !== undefined) await world.engine.removeContainer(created.id);
  }
  for (const { name, state, message } of found) {
    if (state === 'unknown' && message === '') complain(`${name} is unknown without a reason`);
  }
}
