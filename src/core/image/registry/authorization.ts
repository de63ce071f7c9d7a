import { buffer } from 'node:stream/consumers';
import * as z from 'zod';
import { ConmanError } from '../../errors/index.ts';
import type { HttpAnswer, HttpClient } from '../../host/http-client.ts';
import { type Challenge, parseChallenge } from './challenge.ts';
import type { Credentials, PasswordCredentials } from './credentials.ts';
import { isLoopback } from './registry-address.ts';
import { registryError } from './registry-error.ts';
import { Retryable } from './retry.ts';

const tokenSchema = z.object({ token: z.string().optional(), access_token: z.string().optional() });

/** Who we are to one registry: the value of `Authorization`, found out when the registry first asks. */
export class Authorization {
  readonly #http: HttpClient;
  readonly #host: string;
  /** `repository:PATH:pull`, and perhaps more; empty asks for nothing but to be known. */
  readonly #scopes: readonly string[];
  readonly #credentials: Credentials | undefined;
  #header: string | undefined;
  #asking: Promise<string | undefined> | undefined;

  constructor(http: HttpClient, host: string, scopes: readonly string[], credentials: Credentials | undefined) {
    this.#http = http;
    this.#host = host;
    this.#scopes = scopes;
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
    const basic = this.#credentials?.kind === 'password' ? basicAuthorization(this.#credentials) : undefined;
    // What was refused once is not sent again.
    return challenge?.scheme === 'basic' && basic !== used ? basic : undefined;
  }

  async #fetchToken({ parameters }: Challenge, abort: AbortSignal): Promise<string> {
    const url = this.#tokenPlace(parameters['realm'] ?? '');
    const answer = await this.#askForToken(url, parameters, abort);
    const body = (await buffer(answer.body)).toString('utf8');
    const what = this.#scopes.length === 0 ? 'a login' : `a token for ${this.#scopes.join(' ')}`;
    if (answer.status !== 200) {
      const failure = registryError(answer.status, body, url.host, what);
      throw answer.status === 429 || answer.status >= 500 ? new Retryable(failure) : failure;
    }
    const token = readToken(body);
    if (token !== undefined) return token;
    throw new ConmanError('data-loss', `${url.host} sent no token: ${what}`);
  }

  /** With an identity token as OAuth has it, else with the password (distribution, "Token Authentication"). */
  async #askForToken(url: URL, { service, scope }: Challenge['parameters'], abort: AbortSignal): Promise<HttpAnswer> {
    const scopes = this.#scopes.length > 0 ? this.#scopes : (scope?.split(' ') ?? []);
    if (this.#credentials?.kind === 'identity') {
      const form = new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: 'conman',
        refresh_token: this.#credentials.token,
        ...(service !== undefined && { service }),
        ...(scopes.length > 0 && { scope: scopes.join(' ') }),
      });
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      return await this.#http.send(url, { method: 'POST', headers, body: Buffer.from(form.toString()), abort });
    }
    if (service !== undefined) url.searchParams.set('service', service);
    for (const each of scopes) url.searchParams.append('scope', each);
    const headers: Record<string, string> = this.#credentials
      ? { authorization: basicAuthorization(this.#credentials) }
      : {};
    return await this.#http.send(url, { method: 'GET', headers, abort });
  }

  #tokenPlace(realm: string): URL {
    const url = URL.canParse(realm) ? new URL(realm) : undefined;
    const local =
      url !== undefined && isLoopback(url.hostname) && isLoopback(new URL(`https://${this.#host}`).hostname);
    if (url === undefined || !(url.protocol === 'https:' || (url.protocol === 'http:' && local))) {
      throw new ConmanError('permission-denied', `${this.#host} asks to log in at a place that is not safe: ${realm}`);
    }
    return url;
  }
}

function basicAuthorization({ username, password }: PasswordCredentials): string {
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
