import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ConmanError } from '../../errors/index.ts';
import { type HttpAnswer, httpError, sendRequest } from '../../host/http-request.ts';
import { expectDigest, parseDigest } from '../digest.ts';
import { Authorization } from './authorization.ts';
import type { Credentials } from './credentials.ts';
import { acceptedTypes } from './media-types.ts';
import { isLoopback, registryHost, registryOrigin } from './registry-address.ts';
import { registryError } from './registry-error.ts';
import { Retryable, type RetryPolicy, retryAfterMs, withRetries } from './retry.ts';

export interface RegistryOptions {
  /** As references have it. */
  readonly domain: string;
  readonly path: string;
  readonly credentials: Credentials | undefined;
  readonly retries: RetryPolicy;
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

interface Question {
  /** Below `/v2/NAME/`. */
  readonly place: string;
  readonly headers: Readonly<Record<string, string>>;
  /** For messages: `image app:1`. */
  readonly what: string;
}

/** One repository of one registry, over the OCI distribution protocol. */
export class RegistryClient {
  readonly #options: RegistryOptions;
  readonly #host: string;
  readonly #authorization: Authorization;
  #origin: Promise<string> | undefined;

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.#host = registryHost(options.domain);
    this.#authorization = new Authorization(this.#host, options.path, options.credentials);
  }

  /** `name` is a tag or a digest; the latter is verified. */
  async fetchManifest(name: string, abort: AbortSignal): Promise<FetchedManifest> {
    const wanted = parseDigest(name);
    const what = `image ${this.#options.path}${wanted === undefined ? ':' : '@'}${name}`;
    const question: Question = { place: `manifests/${name}`, headers: { accept: acceptedTypes }, what };
    const { headers, body } = await this.#read(question, abort);
    const digest = digestOf(body, wanted?.algorithm ?? 'sha256');
    if (wanted !== undefined && digest !== name) throw mismatch('manifest', name, digest);
    return { digest, mediaType: headers['content-type'] ?? '', body };
  }

  /** A small blob, such as a configuration, verified. */
  async fetchDocument(digest: string, abort: AbortSignal): Promise<Buffer> {
    const { algorithm } = expectDigest(digest);
    const question: Question = { place: `blobs/${digest}`, headers: {}, what: `blob ${digest}` };
    const { body } = await this.#read(question, abort);
    const found = digestOf(body, algorithm);
    if (found !== digest) throw mismatch('blob', digest, found);
    return body;
  }

  /** One attempt; its failure may be `Retryable`. The body is not verified. */
  async openBlob(digest: string, start: number, abort: AbortSignal): Promise<OpenedBlob> {
    expectDigest(digest);
    const headers: Record<string, string> = start === 0 ? {} : { range: `bytes=${start}-` };
    const question: Question = { place: `blobs/${digest}`, headers, what: `blob ${digest}` };
    const answer = await this.#attempt(question, abort);
    const continues = answer.status === 206 && answer.headers['content-range']?.startsWith(`bytes ${start}-`) === true;
    if (answer.status === 206 && !continues) {
      answer.body.destroy();
      throw new Retryable(new ConmanError('unavailable', `${this.#host} sent another part of a blob than asked for`));
    }
    return { start: continues ? start : 0, body: answer.body };
  }

  async #read(question: Question, abort: AbortSignal): Promise<{ headers: IncomingHttpHeaders; body: Buffer }> {
    return await withRetries(this.#options.retries, abort, async () => {
      const answer = await this.#attempt(question, abort);
      const body = await this.#readBody(answer, abort);
      return { headers: answer.headers, body };
    });
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
  async #attempt(question: Question, abort: AbortSignal): Promise<HttpAnswer> {
    this.#origin ??= registryOrigin(this.#host, abort).catch((error: unknown) => {
      this.#origin = undefined;
      throw error;
    });
    const url = new URL(`/v2/${this.#options.path}/${question.place}`, await this.#origin);
    const first = this.#authorization.header;
    const answer = await this.#follow(url, question, first, abort);
    if (answer.status !== 401) return await this.#expectSuccess(answer, question);
    answer.body.resume();
    const second = await this.#authorization.answer(answer.headers['www-authenticate'], first, abort);
    if (second === undefined) return await this.#expectSuccess(answer, question);
    return await this.#expectSuccess(await this.#follow(url, question, second, abort), question);
  }

  /** Registries send their clients elsewhere for blobs. Whoever that is gets no word of who asks. */
  async #follow(
    start: URL,
    question: Question,
    authorization: string | undefined,
    abort: AbortSignal,
  ): Promise<HttpAnswer> {
    let url = start;
    for (let turn = 0; ; turn++) {
      const own = authorization !== undefined && url.origin === start.origin;
      const headers = { ...question.headers, ...(own && { authorization }) };
      const answer = await sendRequest(url, { method: 'GET', headers, abort });
      const { location } = answer.headers;
      if (!redirects.includes(answer.status) || location === undefined) return answer;
      answer.body.resume();
      const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
      const secure = next?.protocol === 'https:' || (next?.protocol === 'http:' && isLoopback(next.hostname));
      const downgrade = url.protocol === 'http:' && next?.protocol === 'http:' && isLoopback(start.hostname);
      if (next === undefined || !(secure || downgrade) || turn >= maxRedirects) {
        throw new ConmanError('failed-precondition', `${url.host} leads to a place that is not followed: ${location}`);
      }
      url = next;
    }
  }

  async #expectSuccess(answer: HttpAnswer, { what }: Question): Promise<HttpAnswer> {
    const { status, headers, body } = answer;
    if (status === 200 || status === 206) return answer;
    const text = await errorText(body);
    const failure = registryError(status, text, this.#host, what);
    if (status === 429 || status >= 500) throw new Retryable(failure, retryAfterMs(headers['retry-after'], Date.now()));
    throw failure;
  }
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

function digestOf(body: Buffer, algorithm: string): string {
  return `${algorithm}:${createHash(algorithm).update(body).digest('hex')}`;
}

function mismatch(noun: string, wanted: string, found: string): ConmanError {
  return new ConmanError('data-loss', `the registry sent another ${noun} than ${wanted}: ${found}`, {
    hint: 'Something between here and the registry changes what is sent, or the registry is damaged.',
  });
}
