import { randomBytes } from 'node:crypto';
import { ConmanError } from '../../errors/index.ts';

/** How long a token is good for. */
export const tokenLifeMs = 60_000;
/** Tokens that nobody redeemed yet. Clients redeem theirs at once. */
const maxTokens = 1000;
const tokenBytes = 16;

interface Entry<Value> {
  readonly value: Value;
  readonly expiresAtMs: number;
}

/** Values to be had once, for a short time, by whoever knows the token. */
export class OneShotTokens<Value> {
  readonly #nowMs: () => number;
  /** The oldest first, which is also the first to expire. */
  readonly #entries = new Map<string, Entry<Value>>();

  /** `nowMs` never runs backwards. */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** A token of 128 random bits, in characters that a URL takes as they are. Throws `resource-exhausted`. */
  issue(value: Value): string {
    this.#forgetExpired();
    if (this.#entries.size >= maxTokens) {
      throw new ConmanError('resource-exhausted', `${maxTokens} URLs were asked for and not used`, {
        hint: `They expire after ${tokenLifeMs / 1000} seconds.`,
      });
    }
    const token = randomBytes(tokenBytes).toString('base64url');
    this.#entries.set(token, { value, expiresAtMs: this.#nowMs() + tokenLifeMs });
    return token;
  }

  /** The value, which is still to be had afterwards. */
  find(token: string): Value | undefined {
    const entry = this.#entries.get(token);
    return entry === undefined || entry.expiresAtMs <= this.#nowMs() ? undefined : entry.value;
  }

  /** From now on nobody finds it. */
  redeem(token: string): void {
    this.#entries.delete(token);
  }

  #forgetExpired(): void {
    for (const [token, { expiresAtMs }] of this.#entries) {
      if (expiresAtMs > this.#nowMs()) return;
      this.#entries.delete(token);
    }
  }
}
