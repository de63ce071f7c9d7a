import type { OutputChannel, StreamMessage } from '../api/stream.ts';
import { ConmanError } from '../errors/index.ts';
import { MessageQueue } from './message-queue.ts';

/** What may wait for a client while others read, in bytes. */
const maxWaitingBytes = 1024 * 1024;

export interface ExecClient {
  readonly queue: MessageQueue;
  readonly channels: ReadonlySet<OutputChannel>;
}

/**
 * The clients of one exec session. The fastest sets the pace: output is held back only while every client has 256 KiB
 * waiting, and not at all while there is none. One that falls 1 MiB behind the others is dropped.
 */
export class ExecClients {
  readonly #clients = new Set<ExecClient>();
  readonly #full = new Set<ExecClient>();
  readonly #setPaused: (paused: boolean) => void;
  #paused = false;

  constructor(setPaused: (paused: boolean) => void) {
    this.#setPaused = setPaused;
  }

  get count(): number {
    return this.#clients.size;
  }

  add(channels: ReadonlySet<OutputChannel>): ExecClient {
    const queue = new MessageQueue({
      full: () => this.#setFull(client, true),
      drained: () => this.#setFull(client, false),
    });
    const client: ExecClient = { queue, channels };
    this.#clients.add(client);
    this.#decide();
    return client;
  }

  remove(client: ExecClient): void {
    this.#clients.delete(client);
    this.#full.delete(client);
    this.#decide();
  }

  output(channel: OutputChannel, data: Buffer): void {
    for (const client of this.#clients) {
      if (!client.channels.has(channel)) continue;
      client.queue.push({ kind: 'output', channel, data });
      if (client.queue.waitingBytes > maxWaitingBytes) this.#drop(client);
    }
  }

  /** `end` is the last message of every client. */
  broadcast(message: StreamMessage): void {
    for (const client of this.#clients) client.queue.push(message);
    if (message.kind === 'end') {
      this.#clients.clear();
      this.#full.clear();
    }
  }

  #drop(client: ExecClient): void {
    client.queue.fail(
      new ConmanError('resource-exhausted', 'this client reads too slowly and was detached', {
        hint: 'The process goes on: attach again.',
      }),
    );
    this.remove(client);
  }

  #setFull(client: ExecClient, isFull: boolean): void {
    if (!this.#clients.has(client)) return;
    if (isFull) this.#full.add(client);
    else this.#full.delete(client);
    this.#decide();
  }

  #decide(): void {
    const paused = this.#clients.size > 0 && this.#full.size === this.#clients.size;
    if (paused === this.#paused) return;
    this.#paused = paused;
    this.#setPaused(paused);
  }
}
