import { buffer } from 'node:stream/consumers';
import * as z from 'zod';
import { ConmanError } from '../../errors/index.ts';
import { sendRequest } from '../../host/http-request.ts';
import { type Challenge, parseChallenge } from './challenge.ts';
import type { Credentials } from './credentials.ts';
import { isLoopback } from './registry-address.ts';
import { registryError } from './registry-error.ts';
import { Retryable } from './retry.ts';

const tokenSchema = z.object({ token: z.string().optional(), access_token: z.string().optional() });

/** Who we are to one registry: the value of `Authorization`, found out when the registry first asks. */
export class Authorization {
  readonly #host: string;
  readonly #path: string;
  readonly #credentials: Credentials | undefined;
  #header: string | undefined;
  #asking: Promise<string | undefined> | undefined;

  constructor(host: string, path: string, credentials: Credentials | undefined) {
    this.#host = host;
    this.#path = path;
    this.#credentials = credentials;
  }

  get header(): string | undefined {
    return this.#header;
  }

  /**
   * A new value after a request with `used` was refused, by the registry's challenge; undefined when there is none to
   * try. Requests that are refused together ask for one token.
   */
  async answer(
    challenge: string | undefined,
    used: string | undefined,
    abort: AbortSignal,
  ): Promise<string | undefined> {
    if (this.#header !== used) return this.#header;
    this.#asking ??= this.#ask(challenge, used, abort).finally(() => {
      this.#asking = undefined;
    });
    const header = await this.#asking;
    if (header !== undefined) this.#header = header;
    return header;
  }

  async #ask(text: string | undefined, used: string | undefined, abort: AbortSignal): Promise<string | undefined> {
    const challenge = text === undefined ? undefined : parseChallenge(text);
    if (challenge?.scheme === 'bearer') return `Bearer ${await this.#fetchToken(challenge, abort)}`;
    const basic = this.#credentials && basicAuthorization(this.#credentials);
    // What was refused once is not sent again.
    return challenge?.scheme === 'basic' && basic !== used ? basic : undefined;
  }

  /** https://distribution.github.io/distribution/spec/auth/token/ */
  async #fetchToken({ parameters }: Challenge, abort: AbortSignal): Promise<string> {
    const url = this.#tokenUrl(parameters);
    const headers: Record<string, string> = this.#credentials
      ? { authorization: basicAuthorization(this.#credentials) }
      : {};
    const answer = await sendRequest(url, { method: 'GET', headers, abort });
    const body = (await buffer(answer.body)).toString('utf8');
    if (answer.status !== 200) {
      const failure = registryError(answer.status, body, url.host, `a token for ${this.#path}`);
      throw answer.status === 429 || answer.status >= 500 ? new Retryable(failure) : failure;
    }
    const token = readToken(body);
    if (token !== undefined) return token;
    throw new ConmanError('data-loss', `${url.host} sent no token for ${this.#path}`);
  }

  #tokenUrl({ realm = '', service, scope }: Challenge['parameters']): URL {
    const url = URL.canParse(realm) ? new URL(realm) : undefined;
    const local =
      url !== undefined && isLoopback(url.hostname) && isLoopback(new URL(`https://${this.#host}`).hostname);
    if (url === undefined || !(url.protocol === 'https:' || (url.protocol === 'http:' && local))) {
      throw new ConmanError('permission-denied', `${this.#host} asks to log in at a place that is not safe: ${realm}`);
    }
    if (service !== undefined) url.searchParams.set('service', service);
    for (const each of (scope ?? `repository:${this.#path}:pull`).split(' ')) url.searchParams.append('scope', each);
    return url;
  }
}

function basicAuthorization({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function readToken(body: string): string | undefined {
  try {
    const { token, access_token } = tokenSchema.parse(JSON.parse(body));
    return token || access_token;
  } catch {
    return undefined;
  }
}
