import { setTimeout as delay } from 'node:timers/promises';
import { choose, type Random } from './plan.ts';
import type { World } from './world.ts';

/** Something that goes wrong. Resolves when what can be taken back has been. */
type Disaster = (world: World, random: Random, orphans: Set<string>) => Promise<void>;

export const disasters = {
  'conmand is killed': async (world) => {
    await world.killDaemon();
  },
  'a shim is killed': async (world, random, orphans) => {
    await killOne(world, '/conman-shim', random, orphans);
  },
  'a runtime is killed': async (world, random) => {
    // They live for milliseconds: waits for one.
    for (let look = 0; look < 300; look++) {
      const [pid] = shuffled(world.processes('/runc'), random);
      if (pid !== undefined && kill(pid)) return;
      await delay(3);
    }
  },
  'conmand and a shim are killed together': async (world, random, orphans) => {
    const daemon = world.conman.killDaemon('SIGKILL');
    await killOne(world, '/conman-shim', random, orphans);
    await daemon;
    await world.ensureDaemon();
  },
  'the disk is full': async (world, random) => {
    world.disk.fill();
    await delay(500 + random() * 2000);
    world.disk.makeRoom();
  },
  'no file can be opened': async (world, random) => {
    await world.limitFiles(Math.floor(random() * 6), 500 + random() * 1500);
  },
  'inotify is used up': async (world, random) => {
    await world.withoutInotify(500 + random() * 1000);
  },
  'conmand is restarted in place': async (world) => {
    await world.engine.restartDaemon({ force: true }).catch(() => undefined);
  },
} satisfies Record<string, Disaster>;

/** In the order of the seed, each as often as it is worth. */
const order: [keyof typeof disasters, ...(keyof typeof disasters)[]] = [
  'conmand is killed',
  'conmand is killed',
  'a shim is killed',
  'a shim is killed',
  'a shim is killed',
  'a runtime is killed',
  'a runtime is killed',
  'a runtime is killed',
  'conmand and a shim are killed together',
  'the disk is full',
  'no file can be opened',
  'inotify is used up',
  'conmand is restarted in place',
];

export class Fate {
  readonly #world: World;
  readonly #random: Random;
  readonly #orphans: Set<string>;
  readonly #complain: (fault: string) => void;
  readonly happened = new Map<string, number>();

  constructor(world: World, random: Random, orphans: Set<string>, complain: (fault: string) => void) {
    this.#complain = complain;
    this.#world = world;
    this.#random = random;
    this.#orphans = orphans;
  }

  async run(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await delay(200 + this.#random() * 1500);
      const name = choose(this.#random, order);
      try {
        await disasters[name](this.#world, this.#random, this.#orphans);
      } catch (error) {
        this.#complain(`"${name}" could not be brought about: ${error}`);
      }
      this.happened.set(name, (this.happened.get(name) ?? 0) + 1);
      // What a disaster did to conmand is for a service manager to put right.
      await this.#world.ensureDaemon();
    }
  }
}

async function killOne(world: World, program: string, random: Random, orphans: Set<string>): Promise<void> {
  const [pid] = shuffled(world.processes(program), random);
  if (pid === undefined) return;
  const id = world.containerOf(pid);
  // Before the kill, so that nobody judges in between.
  if (id !== undefined) orphans.add(id);
  kill(pid);
}

function shuffled<T>(values: readonly T[], random: Random): T[] {
  return values
    .map((value) => [random(), value] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, value]) => value);
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
