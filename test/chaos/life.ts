import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerExit, ContainerStatus } from '../../src/core/api/index.ts';
import { ConmanError } from '../../src/core/index.ts';
import { judgeLog } from './log-truth.ts';
import { choose, commandOf, newPlan, type Plan, type Random } from './plan.ts';
import type { World } from './world.ts';

/** Longer than any disaster lasts. */
const endLimitMs = 60_000;

/** What was done to a container, by which its end is judged. */
interface Deeds {
  terminated: boolean;
  killed: boolean;
}

/** One container after another, each through a random life, until it is told to stop. */
export class Life {
  readonly #world: World;
  readonly #random: Random;
  readonly #slot: number;
  readonly #complain: (fault: string) => void;
  /** Ids of containers whose shim was killed: their end, and the output in flight, may be unknown. */
  readonly #orphans: ReadonlySet<string>;
  /** Name and id of what has to be there at the end. */
  readonly kept = new Map<string, string>();
  /** Id and name of what must not be there. */
  readonly removed = new Map<string, string>();
  /** Lives that went through without a question left open. */
  judged = 0;
  #count = 0;

  constructor(
    world: World,
    slot: number,
    random: Random,
    orphans: ReadonlySet<string>,
    complain: (fault: string) => void,
  ) {
    this.#world = world;
    this.#slot = slot;
    this.#random = random;
    this.#orphans = orphans;
    this.#complain = complain;
  }

  async run(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const name = `s${this.#slot}-${this.#count++}`;
      const plan = newPlan(this.#random);
      const id = await this.#create(name, plan);
      if (id === undefined) continue;
      this.kept.set(name, id);
      // Over all its runs: a stop whose client was cut off may come to its effect late.
      const deeds: Deeds = { terminated: false, killed: false };
      await this.#runOnce(id, plan, deeds);
      if (!isOver() && this.#random() < 0.3) await this.#runOnce(id, plan, deeds);
      if (!isOver() && this.#random() < 0.9) await this.#remove(name, id);
    }
  }

  /** Undefined when nothing came of it. What is uncertain is found by its name. */
  async #create(name: string, plan: Plan): Promise<string | undefined> {
    const { conman } = this.#world;
    const options = { name, image: conman.rootfs, command: commandOf(plan), tty: plan.tty };
    const created = await this.#attempt(() => this.#world.engine.createContainer(options));
    if (created !== undefined) return created.id;
    await this.#pause(1);
    return (await this.#status(name))?.id;
  }

  async #runOnce(id: string, plan: Plan, deeds: Deeds): Promise<void> {
    const { engine } = this.#world;
    if ((await this.#attempt(() => engine.startContainer(id).then(() => true))) === undefined) {
      // It may have been started all the same.
      await this.#pause(1);
    }
    await this.#pause(2);
    if (this.#random() < 0.2) await this.#pauseAndResume(id);
    const ends = plan.lines * plan.pauseSeconds < 5 && this.#random() < 0.6;
    if (!ends) await this.#end(id, deeds);
    await this.#judge(id, plan, deeds);
  }

  async #pauseAndResume(id: string): Promise<void> {
    const { engine } = this.#world;
    const paused = await this.#attempt(() => engine.pauseContainer(id).then(() => true));
    // A runtime whose conmand was killed may still come to pause it.
    await this.#pause(paused ? 0.5 : 3);
    do {
      await this.#attempt(() => engine.resumeContainer(id));
    } while (((await this.#status(id))?.paused ?? false) && this.#exists(id));
  }

  async #end(id: string, deeds: Deeds): Promise<void> {
    const { engine } = this.#world;
    const way = choose(this.#random, ['stop', 'kill']);
    deeds.killed = true;
    deeds.terminated ||= way === 'stop';
    for (const since = Date.now(); (await this.#status(id))?.state === 'running'; await delay(50)) {
      if (Date.now() - since > endLimitMs) return this.#complain(`${id} cannot be brought to its end`);
      if (way === 'stop') await this.#attempt(() => engine.stopContainer(id, { timeoutSeconds: 1 }));
      else await this.#attempt(() => engine.killContainer(id, 'KILL'));
    }
  }

  /** Waits until it has ended, and holds what is said of it against what was done to it. */
  async #judge(id: string, plan: Plan, deeds: Deeds): Promise<void> {
    const status = await this.#settled(id);
    if (status === undefined || status.state === 'created') return;
    const what = `${status.name} (${id})`;
    const orphan = this.#orphans.has(id);
    const log = await this.#attempt(() => judgeLog(this.#world.engine, id));
    const isStillborn = log?.neverBegan === true && status.exit?.code === 1;
    const fault = isStillborn ? undefined : exitFault(status, plan, deeds, orphan);
    if (fault !== undefined) this.#complain(`${what}: ${fault}`);
    if (log?.fault !== undefined) this.#complain(`${what}: ${log.fault}`);
    if (fault === undefined && log !== undefined) this.judged += 1;
  }

  /** The status once it runs no more; undefined when it cannot be had. */
  async #settled(id: string): Promise<ContainerStatus | undefined> {
    let status: ContainerStatus | undefined;
    for (const since = Date.now(); Date.now() - since < endLimitMs; await delay(100)) {
      status = await this.#status(id);
      if (status?.state !== 'running') return status;
    }
    this.#complain(`${id} does not come to its end${status?.paused ? ': it is paused' : ''}`);
    return undefined;
  }

  async #remove(name: string, id: string): Promise<void> {
    let refusal: string | undefined;
    for (let attempt = 0; attempt < 100; attempt++) {
      const { engine } = this.#world;
      const done = await engine.removeContainer(id, { force: true }).then(
        () => undefined,
        (error: unknown) => ConmanError.from(error).message,
      );
      if (done === undefined) {
        this.kept.delete(name);
        this.removed.set(id, name);
        return;
      }
      refusal = done;
      await this.#pause(0.3);
    }
    this.#complain(`${name} (${id}) cannot be removed: ${refusal}`);
  }

  #exists(id: string): boolean {
    return !this.removed.has(id);
  }

  /** Its status, however long the daemon is away; undefined when there is no such container. */
  async #status(ref: string): Promise<ContainerStatus | undefined> {
    for (;;) {
      try {
        return await this.#world.engine.containerStatus(ref);
      } catch (thrown) {
        if (ConmanError.from(thrown).code === 'not-found') return undefined;
        await delay(100);
      }
    }
  }

  /** Undefined when it failed: under these circumstances anything may. */
  async #attempt<T>(operation: () => Promise<T>): Promise<T | undefined> {
    try {
      return await operation();
    } catch {
      await delay(50);
      return undefined;
    }
  }

  async #pause(maxSeconds: number): Promise<void> {
    await delay(this.#random() * maxSeconds * 1000);
  }
}

/** Why this cannot be how it ended; undefined when it can. */
export function exitFault(
  { state, exit, message }: Pick<ContainerStatus, 'state' | 'exit' | 'message'>,
  plan: Plan,
  { terminated, killed }: Deeds,
  orphan: boolean,
): string | undefined {
  const shown = `${state} ${JSON.stringify(exit, (_, value) => (typeof value === 'bigint' ? String(value) : value))}`;
  if (exit === undefined || exit.reason === 'unknown') {
    if (message === '') return `${shown} without a reason`;
    return orphan ? undefined : `${shown} though its shim was not killed: ${message}`;
  }
  const codes: (number | undefined)[] = [plan.exitCode];
  if (killed) codes.push(137);
  if (terminated) codes.push(plan.trapCode, 143);
  // A terminal whose shim and conmand were killed together hangs up: the shell is killed, or fails to read or write.
  if (orphan && plan.tty) codes.push(129, 1, 2);
  return codes.includes((exit satisfies ContainerExit).code) ? undefined : `${shown}, not one of ${codes.join(', ')}`;
}
