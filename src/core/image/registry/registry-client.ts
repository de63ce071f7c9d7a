import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ConmanError } from '../../errors/index.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from '../../host/http-client.ts';
import { httpError } from '../../host/http-error.ts';
import { digestOf, expectDigest, parseDigest } from '../digest.ts';
import { Authorization } from './authorization.ts';
import type { Credentials } from './credentials.ts';
import type { Endpoint } from './endpoint.ts';
import { acceptedTypes } from './media-types.ts';
import { isLoopback, registryOrigin } from './registry-address.ts';
import { registryError } from './registry-error.ts';
import { Retryable, type RetryPolicy, retryAfterMs, withRetries } from './retry.ts';

export interface RegistryOptions {
  readonly endpoint: Endpoint;
  readonly http: HttpClient;
  readonly credentials: Credentials | undefined;
  readonly retries: RetryPolicy;
  /** What is asked for at a token server, such as `repository:app:pull`. */
  readonly scopes: readonly string[];
}

export interface FetchedManifest {
  /** Of the body itself: what the registry says of it counts for nothing. */
  readonly digest: string;
  readonly mediaType: string;
  readonly body: Buffer;
}

export interface OpenedBlob {
  /** Where in the blob the body begins; 0 when the registry does not know ranges. */
  readonly start: number;
  readonly body: Readable;
}

const maxDocumentBytes = 8 * 1024 * 1024;
const maxErrorBytes = 64 * 1024;
const maxRedirects = 5;
const redirects = [301, 302, 303, 307, 308];

/** A request to the registry. */
export interface Question {
  /** Below `/v2/NAME/`, or a whole URL of the registry's. */
  readonly place: string | URL;
  readonly method?: HttpRequest['method'];
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** For messages: `image app:1`. */
  readonly what: string;
  /** Statuses that are answers, not failures; 200 and 206 when absent. */
  readonly expected?: readonly number[];
}

const readStatuses = [200, 206];

/** One repository of one registry, over the OCI distribution protocol. */
export class RegistryClient {
  readonly #options: RegistryOptions;
  readonly #host: string;
  readonly #authorization: Authorization;
  #origin: Promise<string> | undefined;
  #base: string | undefined;

  constructor(options: RegistryOptions) {
    const { http, endpoint, scopes, credentials } = options;
    this.#options = options;
    this.#host = endpoint.host;
    this.#authorization = new Authorization(http, endpoint.host, scopes, credentials);
  }

  /** Of the repository at this registry. */
  get path(): string {
    return this.#options.endpoint.path;
  }

  /** Fails with `permission-denied` when the registry does not take the credentials. */
  async check(abort: AbortSignal): Promise<void> {
    const origin = await this.#findOrigin(abort);
    await this.ask({ place: new URL('/v2/', origin), headers: {}, what: 'a login' }, abort);
  }

  /** With retries. The body of the answer is read. */
  async ask(
    question: Question,
    abort: AbortSignal,
  ): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
    return await withRetries(this.#options.retries, abort, async () => {
      const answer = await this.attempt(question, abort);
      const body = await this.#readBody(answer, abort);
      return { status: answer.status, headers: answer.headers, body };
    });
  }

  /** Where the registry wants to be asked next; undefined when it does not say. After a first question. */
  locationOf({ location }: IncomingHttpHeaders): URL | undefined {
    return location === undefined || !URL.canParse(location, this.#base) ? undefined : new URL(location, this.#base);
  }

  /** `name` is a tag or a digest; the latter is verified. */
  async fetchManifest(name: string, abort: AbortSignal): Promise<FetchedManifest> {
    const wanted = parseDigest(name);
    const what = `image ${this.path}${wanted === undefined ? ':' : '@'}${name}`;
    const question: Question = { place: `manifests/${name}`, headers: { accept: acceptedTypes }, what };
    const { headers, body } = await this.ask(question, abort);
    const digest = digestOf(body, wanted?.algorithm ?? 'sha256');
    if (wanted !== undefined && digest !== name) throw mismatch('manifest', name, digest);
    return { digest, mediaType: headers['content-type'] ?? '', body };
  }

  /** A small blob, such as a configuration, verified. */
  async fetchDocument(digest: string, abort: AbortSignal): Promise<Buffer> {
    const { algorithm } = expectDigest(digest);
    const question: Question = { place: `blobs/${digest}`, headers: {}, what: `blob ${digest}` };
    const { body } = await this.ask(question, abort);
    const found = digestOf(body, algorithm);
    if (found !== digest) throw mismatch('blob', digest, found);
    return body;
  }

  /** One attempt; its failure may be `Retryable`. The body is not verified. */
  async openBlob(digest: string, start: number, abort: AbortSignal): Promise<OpenedBlob> {
    expectDigest(digest);
    const headers: Record<string, string> = start === 0 ? {} : { range: `bytes=${start}-` };
    const question: Question = { place: `blobs/${digest}`, headers, what: `blob ${digest}` };
    const answer = await this.attempt(question, abort);
    const continues = answer.status === 206 && answer.headers['content-range']?.startsWith(`bytes ${start}-`) === true;
    if (answer.status === 206 && !continues) {
      answer.body.destroy();
      throw new Retryable(new ConmanError('unavailable', `${this.#host} sent another part of a blob than asked for`));
    }
    return { start: continues ? start : 0, body: answer.body };
  }

  async #readBody({ body }: HttpAnswer, abort: AbortSignal): Promise<Buffer> {
    let length = 0;
    body.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxDocumentBytes)
        body.destroy(new ConmanError('data-loss', `${this.#host} sends a document without end`));
    });
    try {
      return await buffer(body);
    } catch (error) {
      throw httpError(error, new URL(`https://${this.#host}`), abort);
    }
  }

  /** Asks with what is known to be wanted, and once more with what the registry then says it wants. */
  async attempt(question: Question, abort: AbortSignal): Promise<HttpAnswer> {
    const url = await this.#urlOf(question.place, abort);
    const first = this.#authorization.header;
    const answer = await this.#follow(url, question, first, abort);
    if (answer.status !== 401) return await this.#expectSuccess(answer, question);
    answer.body.resume();
    const second = await this.#authorization.answer(answer.headers['www-authenticate'], first, abort);
    if (second === undefined) return await this.#expectSuccess(answer, question);
    return await this.#expectSuccess(await this.#follow(url, question, second, abort), question);
  }

  async #urlOf(place: string | URL, abort: AbortSignal): Promise<URL> {
    if (place instanceof URL) return place;
    const { path, prefix = '/v2' } = this.#options.endpoint;
    return new URL(`${prefix}/${path}/${place}`, await this.#findOrigin(abort));
  }

  async #findOrigin(abort: AbortSignal): Promise<string> {
    const { endpoint, http } = this.#options;
    this.#origin ??= (
      endpoint.origin === undefined
        ? registryOrigin(http, endpoint.host, endpoint.insecure, abort)
        : Promise.resolve(endpoint.origin)
    ).catch((error: unknown) => {
      this.#origin = undefined;
      throw error;
    });
    this.#base = await this.#origin;
    return this.#base;
  }

  /** Registries send their clients elsewhere for blobs. Whoever that is gets no word of who asks. */
  async #follow(
    start: URL,
    { method = 'GET', headers: asked, body }: Question,
    authorization: string | undefined,
    abort: AbortSignal,
  ): Promise<HttpAnswer> {
    const { http, endpoint } = this.#options;
    const origin = await this.#findOrigin(abort);
    let url = start;
    for (let turn = 0; ; turn++) {
      const isOwn = url.origin === origin;
      const own = { ...endpoint.headers, ...(authorization !== undefined && { authorization }) };
      const headers = { ...asked, ...(isOwn && own) };
      const answer = await http.send(url, { method, headers, abort, ...(body !== undefined && { body }) });
      const { location } = answer.headers;
      if (!redirects.includes(answer.status) || location === undefined) return answer;
      answer.body.resume();
      const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
      if (
        next === undefined ||
        !isSafeStep(url, next, isLoopback(start.hostname) || endpoint.insecure) ||
        turn >= maxRedirects
      ) {
        throw new ConmanError('failed-precondition', `${url.host} leads to a place that is not followed: ${location}`);
      }
      url = next;
    }
  }

  async #expectSuccess(answer: HttpAnswer, { what, expected = readStatuses }: Question): Promise<HttpAnswer> {
    const { status, headers, body } = answer;
    if (expected.includes(status)) return answer;
    const text = await errorText(body);
    const waitMs = retryAfterMs(headers['retry-after'], Date.now());
    const failure = registryError(status, text, this.#host, what, waitMs);
    if (status === 429 || status >= 500) throw new Retryable(failure, waitMs);
    throw failure;
  }
}

/** To http only from http, where that was meant. */
function isSafeStep(from: URL, next: URL, allowsHttp: boolean): boolean {
  return next.protocol === 'https:' || (next.protocol === 'http:' && from.protocol === 'http:' && allowsHttp);
}

async function errorText(body: Readable): Promise<string> {
  let text = '';
  try {
    for await (const chunk of body) {
      text += String(chunk);
      if (text.length > maxErrorBytes) break;
    }
  } catch {
    // What came so far has to do.
  }
  return text;
}

function mismatch(noun: string, wanted: string, found: string): ConmanError {
  return new ConmanError('data-loss', `the registry sent another ${noun} than ${wanted}: ${found}`, {
    hint: 'Something between here and the registry changes what is sent, or the registry is damaged.',
  });
}
