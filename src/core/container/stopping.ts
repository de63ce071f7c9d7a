import { ConmanError } from '../errors/index.ts';
import { isProcessAlive } from '../host/process-identity.ts';
import { signalProcess } from '../host/process-signal.ts';
import type { Syscalls } from '../host/syscalls.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import type { Container } from './container.ts';
import { Deadline } from './deadline.ts';
import type { Pausing } from './pausing.ts';
import { signalNumber } from './signal.ts';

const SIGTERM = 15;
const SIGKILL = 9;
/** After SIGKILL only a process stuck in the kernel goes on. */
const killTimeoutMs = 30_000;

/** A stop under way, which later ones join. */
interface StopInFlight {
  readonly patience: Deadline;
  readonly done: Promise<void>;
}

/** Ends containers. Waiting for one holds up nothing else, neither others nor a kill of the same one. */
export class Stopping {
  readonly #runtimes: Runtimes;
  readonly #pausing: Pausing;
  readonly #syscalls: Syscalls;
  readonly #inFlight = new Map<Container, StopInFlight>();

  constructor(runtimes: Runtimes, pausing: Pausing, syscalls: Syscalls) {
    this.#pausing = pausing;
    this.#runtimes = runtimes;
    this.#syscalls = syscalls;
  }

  /** The container's stop signal, then SIGKILL after the timeout. Of stops that run together the earliest deadline counts. */
  async stop(container: Container, timeoutMs: number): Promise<void> {
    const inFlight = this.#inFlight.get(container) ?? this.#begin(container, timeoutMs);
    inFlight.patience.shorten(timeoutMs);
    await inFlight.done;
  }

  /** SIGKILL, and wait for the end. */
  async kill(container: Container): Promise<void> {
    // Of this run: another one may have begun when it is over.
    const { ended } = container;
    await this.signal(container, SIGKILL);
    const limit = new Deadline(killTimeoutMs);
    if (await endedBefore(ended, limit)) return;
    throw new ConmanError('deadline-exceeded', `container ${container.name} does not end although it was killed`, {
      hint: 'A process of it is stuck in the kernel, often on a dead network or disk; `dmesg` may say on which.',
    });
  }

  /** Sends a signal; that the container has ended meanwhile is not an error. */
  async signal(container: Container, signal: number): Promise<void> {
    const init = container.record?.init;
    const runtime = await this.#runtimes.usable(container.record?.runtime);
    try {
      // Without its runtime the kernel takes the signal, which is all that a runtime would do with it.
      if (runtime === undefined && init !== undefined) signalProcess(this.#syscalls, init, signal);
      else await runtime?.kill(container.id, signal);
    } catch (error) {
      if (init !== undefined && isProcessAlive(init)) throw error;
    }
    // Dying needs a process that goes on.
    if (signal === SIGKILL) await this.#pausing.thaw(container);
  }

  #begin(container: Container, timeoutMs: number): StopInFlight {
    const patience = new Deadline(timeoutMs);
    const done = this.#terminate(container, patience, timeoutMs).finally(() => this.#inFlight.delete(container));
    const inFlight = { patience, done };
    this.#inFlight.set(container, inFlight);
    return inFlight;
  }

  async #terminate(container: Container, patience: Deadline, timeoutMs: number): Promise<void> {
    const { ended } = container;
    if (timeoutMs > 0) {
      await this.signal(container, stopSignal(container));
      await this.#pausing.thaw(container);
    }
    if (!(await endedBefore(ended, patience))) await this.kill(container);
  }
}

/** The one asked for or the image's, unless that is one that nobody knows. */
export function stopSignal({ record }: Container): number {
  try {
    return record?.stopSignal === undefined ? SIGTERM : signalNumber(record.stopSignal);
  } catch {
    return SIGTERM;
  }
}

async function endedBefore(ended: Promise<unknown>, deadline: Deadline): Promise<boolean> {
  try {
    return await Promise.race([ended.then(() => true), deadline.passed.then(() => false)]);
  } finally {
    deadline.cancel();
  }
}
