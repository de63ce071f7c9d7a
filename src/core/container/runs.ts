import { constants } from 'node:os';
import type { StartOptions, StopOptions } from '../api/container.ts';
import type { ContainerEventType } from '../api/event.ts';
import { ConmanError } from '../errors/index.ts';
import { restoreContainer } from './checkpoints/restoring.ts';
import type { Container, RecordDocument } from './container.ts';
import type { EngineParts } from './engine-parts.ts';
import { type PlannedRestart, Restarts } from './restarts.ts';
import { signalNumber } from './signal.ts';
import { defaultStopTimeoutSeconds, expectStopTimeout } from './stop-timeout.ts';
import { stopSignal } from './stopping.ts';

export interface RunActions {
  /** Whoever closes the engine waits for the operation. */
  track<T>(operation: Promise<T>): Promise<T>;
  emit(type: ContainerEventType, container: Container): void;
  remove(container: Container): Promise<void>;
}

/** The runs of containers: how they begin, by their user or by themselves, are ended, and what follows their end. */
export class Runs {
  readonly #parts: EngineParts;
  readonly #actions: RunActions;
  readonly #restarts = new Restarts({
    start: (container, planned) =>
      this.#actions.track(container.queue.run('start by itself', () => this.#restartByItself(container, planned))),
    exists: (container) => this.#exists(container),
    changed: (container) => this.#actions.emit('changed', container),
  });

  constructor(parts: EngineParts, actions: RunActions) {
    this.#parts = parts;
    this.#actions = actions;
  }

  /** Does what is due after the runs that have ended, and from now on after each that ends. */
  open(): void {
    const { hub, registry } = this.#parts;
    for (const container of registry.list()) this.#afterEnd(container, true);
    hub.subscribe([], ({ type, container: { id } }) => {
      const container = type === 'exited' ? registry.get(id) : undefined;
      if (container !== undefined) this.#afterEnd(container);
    });
  }

  close(): void {
    this.#restarts.close();
  }

  async start(container: Container, { hold = false, checkpoint }: StartOptions = {}): Promise<void> {
    this.#restarts.cancel(container);
    if (checkpoint !== undefined) return await this.#restore(container, checkpoint, hold);
    const kind = hold ? 'prepare to start' : 'start';
    await this.#actions.track(container.queue.run(kind, () => this.#startForUser(container, hold)));
  }

  async #restore(container: Container, checkpoint: string, hold: boolean): Promise<void> {
    if (hold) throw new ConmanError('invalid-argument', 'what goes on from a checkpoint cannot wait to be started');
    const restore = async (): Promise<void> => {
      const document = await this.#expectUserStart(container);
      await restoreContainer(this.#parts, container, document, checkpoint);
      this.#restarts.cancel(container);
      this.#actions.emit('started', container);
    };
    await this.#actions.track(container.queue.run(`restore ${checkpoint}`, restore));
  }

  async stop(container: Container, options: StopOptions): Promise<void> {
    const timeoutSeconds = options.timeoutSeconds ?? container.record?.stopTimeoutSeconds ?? defaultStopTimeoutSeconds;
    expectStopTimeout(timeoutSeconds);
    this.cancelRestart(container);
    await this.#keepStopped(container);
    if (!container.hasEnded && container.state !== 'created') {
      await this.#parts.stopping.stop(container, timeoutSeconds * 1000);
    }
    // Its addresses and ports are free for others when a stop is through.
    await this.#parts.networks.settled(container.id);
  }

  async kill(container: Container, signal: string): Promise<void> {
    const number = signalNumber(signal);
    await container.queue.idle();
    if (container.state !== 'running') throw notRunning(container);
    const ends = [constants.signals.SIGKILL, stopSignal(container)];
    if (ends.includes(number)) await this.#keepStopped(container);
    const sent = this.#parts.stopping.signal(container, number).then(() => this.#actions.emit('killed', container));
    this.#parts.supervisor.holdEndDuring(container, sent);
    await sent;
  }

  /** Ends it by writing the checkpoint, which its user wants. */
  async endByCheckpoint(container: Container): Promise<void> {
    this.cancelRestart(container);
    await this.#keepStopped(container);
  }

  /** Its user wants something else of it, or it is removed. */
  cancelRestart(container: Container): void {
    if (this.#restarts.cancel(container)) this.#actions.emit('changed', container);
  }

  /** A restart that waits is decided anew. */
  policyChanged(container: Container): void {
    if (this.#restarts.cancel(container)) this.#restarts.consider(container);
  }

  /** A container that goes when it has ended goes whether its client is there or not. */
  #afterEnd(container: Container, conmandStarts = false): void {
    // What fails is kept and shown with the network, and tried again with the next start or removal.
    if (container.hasEnded) this.#actions.track(this.#parts.networks.end(container.id)).catch(() => undefined);
    if (!container.record?.autoRemove) this.#restarts.consider(container, conmandStarts);
    // One that cannot be removed now stays for everybody to see, and is tried again at the next start of conmand.
    else if (container.hasEnded) this.#actions.remove(container).catch(() => undefined);
  }

  /** Its policy says nothing about what its user wants ended. On disk first: conmand may not live to see the end. */
  async #keepStopped(container: Container): Promise<void> {
    const { document, record } = container;
    if (record?.restart === undefined || document === undefined) return await container.queue.idle();
    const keep = async (): Promise<void> => {
      this.cancelRestart(container);
      if (this.#exists(container) && !container.record?.stoppedByUser) await document.update({ stoppedByUser: true });
    };
    await this.#actions.track(container.queue.run('keep stopped', keep));
  }

  async #expectUserStart(container: Container): Promise<RecordDocument> {
    const document = this.#expectStartable(container);
    if (document.data.restart !== undefined) {
      await document.update({ stoppedByUser: undefined, restarts: undefined, quickEnds: undefined });
    }
    return document;
  }

  async #startForUser(container: Container, hold: boolean): Promise<void> {
    await this.#expectUserStart(container);
    if (!hold) return await this.#start(container);
    await this.#prepare(container);
    this.#actions.emit('changed', container);
  }

  /** Nothing to do when its user has stopped, started or removed it since that was decided. */
  async #restartByItself(container: Container, { quickEnds, despiteStop }: PlannedRestart): Promise<void> {
    const { record, document, hasEnded, state } = container;
    if (!this.#exists(container) || (!hasEnded && state !== 'created')) return;
    if (record?.stoppedByUser && !despiteStop) return;
    await document?.update({ restarts: (record?.restarts ?? 0) + 1, quickEnds, stoppedByUser: undefined });
    await this.#start(container);
  }

  #exists(container: Container): boolean {
    return this.#parts.registry.get(container.id) === container;
  }

  /** Its record, of a container that is `created` when this is done. */
  async #prepare(container: Container): Promise<RecordDocument> {
    const document = this.#expectStartable(container);
    if (container.hasEnded) {
      await this.#parts.relaunch.prepare(container, document);
      this.#parts.supervisor.follow(container);
    }
    return document;
  }

  async #start(container: Container): Promise<void> {
    const { clock, runtimes, supervisor } = this.#parts;
    const document = await this.#prepare(container);
    const startedAt = clock.nowNs().toString();
    const reported = runtimes
      .named(document.data.runtime)
      .start(container.id)
      .then(() => {
        supervisor.started(container);
        // Nobody needs to wait for the disk: if this is lost, the next conmand asks the runtime.
        this.#actions.track(document.update({ startedAt })).catch(() => undefined);
        this.#actions.emit('started', container);
      });
    // The end of a short command may be known before its start is.
    supervisor.holdEndDuring(container, reported);
    await reported;
  }

  #expectStartable(container: Container): RecordDocument {
    const { name, state, document } = container;
    // A start that waited for a removal has nothing to start any more.
    if (!this.#exists(container)) this.#parts.registry.find(container.id);
    if (document !== undefined && (state === 'created' || container.hasEnded)) return document;
    throw new ConmanError('failed-precondition', `container ${name} cannot be started: it is ${state}`, {
      hint: container.status().message || undefined,
    });
  }
}

function notRunning({ name, state }: Container): ConmanError {
  return new ConmanError('failed-precondition', `container ${name} is ${state}, not running`);
}
