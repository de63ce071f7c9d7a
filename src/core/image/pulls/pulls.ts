import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pull, PullOptions, PullProgress, PullState } from '../../api/image-transfer.ts';
import { ConmanError } from '../../errors/index.ts';
import type { UnixClock } from '../../host/clock.ts';
import type { InstalledImage, PullNews } from '../image-installer.ts';
import { summaryOf } from '../image-store.ts';
import { hostPlatform, parsePlatform, platformText } from '../platform.ts';
import { canonicalName, familiarName, type ImageReference, parseReference } from '../reference.ts';
import { PullFeed } from './pull-feed.ts';
import type { PullLog } from './pull-log.ts';

/** Brings one image in. */
export type PullWork = (
  reference: ImageReference,
  options: PullOptions,
  news: (news: PullNews) => void,
  abort: AbortSignal,
) => Promise<InstalledImage>;

interface Running {
  readonly id: string;
  readonly reference: ImageReference;
  readonly platform: string;
  readonly startedAt: bigint;
  readonly feed: PullFeed;
  readonly controller: AbortController;
  readonly done: Promise<InstalledImage>;
  /** Those whose leaving would end it. */
  stakes: number;
  /** It goes on without any. */
  detached: boolean;
}

/** Between two rounds of news to whoever watches a pull. */
const newsMs = 50;

/** The pulls of this daemon: what runs, who waits for it, what became of it. Pulls of the same image are one. */
export class Pulls {
  readonly #work: PullWork;
  readonly #log: PullLog;
  readonly #clock: UnixClock;
  readonly #running = new Map<string, Running>();

  constructor(work: PullWork, log: PullLog, clock: UnixClock) {
    this.#work = work;
    this.#log = log;
    this.#clock = clock;
  }

  /** Starts or joins one that goes on until it is done or cancelled. */
  async start(text: string, options: PullOptions): Promise<Pull> {
    const pull = await this.#join(parseReference(text), options);
    pull.detached = true;
    return this.#describe(pull, 'running');
  }

  /** Starts or joins one that is cancelled when the last who has a stake in it leaves. */
  async *follow(text: string, options: PullOptions, abort: AbortSignal): AsyncGenerator<PullProgress> {
    const pull = await this.#join(parseReference(text), options);
    pull.stakes += 1;
    try {
      yield* this.#news(pull, abort);
    } finally {
      pull.stakes -= 1;
      if (pull.stakes === 0 && !pull.detached) pull.controller.abort();
    }
  }

  /** Watches without a stake. */
  async *watch(id: string, abort: AbortSignal): AsyncGenerator<PullProgress> {
    const pull = this.#find(id);
    if (pull === undefined) {
      const { reference, state, message } = this.#ended(id);
      throw new ConmanError('failed-precondition', `the pull of ${reference} is over: ${message || state}`);
    }
    yield* this.#news(pull, abort);
  }

  list(): Pull[] {
    const running = [...this.#running.values()].map((pull) => this.#describe(pull, 'running')).toReversed();
    const ids = new Set(running.map(({ id }) => id));
    return [...running, ...this.#log.list().filter(({ id }) => !ids.has(id))];
  }

  async cancel(id: string): Promise<void> {
    const pull = this.#find(id);
    if (pull === undefined) {
      this.#ended(id);
      return;
    }
    pull.controller.abort();
    await pull.done.catch(() => undefined);
  }

  /** Ends them all. */
  async close(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { controller } of running) controller.abort();
    await Promise.allSettled(running.map(({ done }) => done));
  }

  async #join(reference: ImageReference, options: PullOptions): Promise<Running> {
    const platform = options.platform === undefined ? hostPlatform() : parsePlatform(options.platform);
    const key = `${canonicalName(reference)} ${platformText(platform)}`;
    // One that is being cancelled still has its files open.
    for (let ending = this.#running.get(key); ending?.controller.signal.aborted; ending = this.#running.get(key)) {
      await ending.done.catch(() => undefined);
    }
    return this.#running.get(key) ?? this.#begin(key, reference, options);
  }

  #begin(key: string, reference: ImageReference, options: PullOptions): Running {
    const controller = new AbortController();
    const feed = new PullFeed(reference);
    const { promise: done, resolve, reject } = Promise.withResolvers<InstalledImage>();
    const pull: Running = {
      id: randomBytes(8).toString('hex'),
      reference,
      platform: options.platform ?? '',
      startedAt: this.#clock.nowNs(),
      feed,
      controller,
      done,
      stakes: 0,
      detached: false,
    };
    this.#running.set(key, pull);
    done.catch(() => undefined);
    const work = async (): Promise<InstalledImage> => {
      await this.#log.write(this.#describe(pull, 'running'));
      return await this.#work(reference, options, (news) => feed.note(news), controller.signal);
    };
    const end = async (state: PullState, message: string): Promise<void> => {
      // It stays in the list without a gap.
      await this.#log
        .write({ ...this.#describe(pull, state), endedAt: this.#clock.nowNs(), message })
        .catch(() => undefined);
      this.#running.delete(key);
    };
    work().then(
      async (installed) => {
        await end('done', '');
        resolve(installed);
      },
      async (error: unknown) => {
        const { message, hint } = ConmanError.from(error);
        const text = hint === undefined ? message : `${message} (${hint})`;
        await end(controller.signal.aborted ? 'cancelled' : 'failed', text);
        reject(error);
      },
    );
    return pull;
  }

  async *#news({ feed, done }: Running, abort: AbortSignal): AsyncGenerator<PullProgress> {
    const seen = new Map<string, PullProgress>();
    let outcome: InstalledImage | undefined;
    const over = done.then((installed) => {
      outcome = installed;
    });
    over.catch(() => undefined);
    while (outcome === undefined) {
      await Promise.race([over, sleep(newsMs)]);
      if (abort.aborted) throw cancelled();
      yield* feed.news(seen);
    }
    yield { kind: 'done', image: summaryOf(outcome.record), changed: outcome.changed };
  }

  #describe({ id, reference, platform, startedAt, feed }: Running, state: PullState): Pull {
    const { doneBytes, totalBytes } = feed;
    const name = familiarName(reference);
    return { id, reference: name, platform, state, startedAt, endedAt: 0n, doneBytes, totalBytes, message: '' };
  }

  #find(id: string): Running | undefined {
    return [...this.#running.values()].find((pull) => pull.id === id);
  }

  #ended(id: string): Pull {
    const found = this.#log.list().find((pull) => pull.id === id);
    if (found !== undefined) return found;
    throw new ConmanError('not-found', `there is no pull ${JSON.stringify(id)}`, { hint: 'It may be long over.' });
  }
}

function cancelled(): ConmanError {
  return new ConmanError('cancelled', 'the pull was cancelled', {
    hint: 'What was fetched is kept: the next pull goes on from there.',
  });
}
