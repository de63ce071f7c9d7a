import type { EngineEvent } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import type { EngineAccess, EngineConnection } from './engine-access.ts';
import { Pause } from './pause.ts';
import type { Dispatch } from './store.ts';

export interface EngineLinkOptions {
  readonly access: EngineAccess;
  readonly dispatch: Dispatch;
  readonly nowMs: () => number;
  /** Runs a callback when the screen is ready for another frame. */
  readonly soon: (callback: () => void) => void;
  /** The first attempt failed in a way that trying again will not mend. */
  readonly onHopeless: (error: ConmanError) => void;
}

const firstDelayMs = 100;
const longestDelayMs = 5_000;

/**
 * The connection to conmand and its events. When it is lost, it comes back by itself: soon at first, then every 5 s. A
 * daemon that somebody stopped is not started again unless the user asks for it.
 */
export class EngineLink {
  readonly #options: EngineLinkOptions;
  readonly #pause = new Pause();
  #engine: EngineConnection | undefined;
  #waiting: EngineEvent[] = [];
  #mayStartDaemon = true;
  #isClosed = false;

  constructor(options: EngineLinkOptions) {
    this.#options = options;
  }

  /** The engine of the connection that is up, or was last. */
  get engine(): EngineConnection {
    if (!this.#engine) throw new ConmanError('unavailable', 'not connected to conmand');
    return this.#engine;
  }

  /** Connects and stays connected until `close`. */
  async run(): Promise<void> {
    const { access, dispatch } = this.#options;
    dispatch({ kind: 'client-loaded', version: await access.clientVersion() });
    let delayMs = firstDelayMs;
    for (let attempt = 1; !this.#isClosed; attempt++) {
      const error = await this.#connectOnce(() => {
        delayMs = firstDelayMs;
      });
      if (this.#isClosed) return;
      if (attempt === 1 && error.code === 'permission-denied') return this.#options.onHopeless(error);
      this.#options.dispatch({ kind: 'connection-lost', error, retryAtMs: this.#options.nowMs() + delayMs });
      await this.#pause.wait(delayMs);
      delayMs = Math.min(longestDelayMs, delayMs * 2);
    }
  }

  /** Tries again at once, starting conmand if nobody listens. */
  connectNow(): void {
    this.#mayStartDaemon = true;
    this.#pause.end();
  }

  close(): void {
    this.#isClosed = true;
    this.#pause.end();
    this.#engine?.close();
  }

  /** Events wait for the next frame, so that many of them cost as much as one. */
  #take(event: EngineEvent): void {
    const { dispatch, nowMs, soon } = this.#options;
    this.#waiting.push(event);
    if (this.#waiting.length > 1) return;
    soon(() => {
      const events = this.#waiting;
      this.#waiting = [];
      if (events.length === 0) return;
      dispatch({ kind: 'tick', nowMs: nowMs() });
      dispatch({ kind: 'engine-events', events });
    });
  }

  /** Resolves with what ended the connection. */
  async #connectOnce(onConnected: () => void): Promise<ConmanError> {
    const { access, dispatch } = this.#options;
    this.#waiting = [];
    try {
      if (this.#mayStartDaemon) await access.ensureDaemon(() => dispatch({ kind: 'daemon-starting' }));
      this.#engine?.close();
      this.#engine = await access.connect();
      // Both are asked at once: the first list waits for one round trip only.
      const events = this.#engine.events()[Symbol.asyncIterator]();
      const first = events.next();
      first.catch(() => undefined);
      const version = await this.#engine.version();
      this.#mayStartDaemon = false;
      onConnected();
      dispatch({ kind: 'connected', version, notice: await access.versionNotice(version) });
      for (let next = await first; !next.done; next = await events.next()) this.#take(next.value);
      return new ConmanError('unavailable', 'conmand ended the connection');
    } catch (error) {
      return ConmanError.from(error);
    }
  }
}
