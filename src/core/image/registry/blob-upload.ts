import type { IncomingHttpHeaders } from 'node:http';
import type { PushState } from '../../api/image-transfer.ts';
import { ConmanError } from '../../errors/index.ts';
import { BlockFile } from '../../host/block-file.ts';
import type { BlobStore } from '../content/blob-store.ts';
import type { RegistryClient } from './registry-client.ts';
import { defaultRetries, withRetries } from './retry.ts';

export interface BlobUpload {
  readonly client: RegistryClient;
  readonly blobs: BlobStore;
  readonly digest: string;
  readonly sizeBytes: number;
  /** Repositories of the same registry that may have it. */
  readonly from: readonly string[];
  tell(state: PushState, doneBytes: number): void;
}

/** What is lost when a connection breaks. */
const pieceBytes = 8 * 1024 * 1024;

/** Brings a blob to a registry unless it is there, or another repository has it (OCI distribution specification, "Push"). */
export async function uploadBlob(upload: BlobUpload, abort: AbortSignal): Promise<void> {
  const { client, digest, sizeBytes, tell } = upload;
  const what = `blob ${digest}`;
  const head = { place: `blobs/${digest}`, method: 'HEAD', headers: {}, what, expected: [200, 404] } as const;
  if ((await client.ask(head, abort)).status === 200) {
    tell('present', sizeBytes);
    return;
  }
  const session = await begin(upload, abort);
  if (session === 'mounted') {
    tell('mounted', sizeBytes);
    return;
  }
  await new UploadSession(upload, session).send(abort);
  tell('uploaded', sizeBytes);
}

/** Where to send it, unless the registry took it from another repository. */
async function begin({ client, digest, from }: BlobUpload, abort: AbortSignal): Promise<URL | 'mounted'> {
  let place: URL | undefined;
  for (const repository of [...from, undefined]) {
    if (place !== undefined) break;
    const query = repository === undefined ? '' : `?${new URLSearchParams({ mount: digest, from: repository })}`;
    const question = { method: 'POST', headers: { 'content-length': '0' }, what: `an upload of ${digest}` } as const;
    const answer = await client.ask({ ...question, place: `blobs/uploads/${query}`, expected: [201, 202] }, abort);
    if (answer.status === 201) return 'mounted';
    place = client.locationOf(answer.headers);
  }
  if (place === undefined) throw new ConmanError('data-loss', 'the registry does not say where to upload to');
  return place;
}

/** An upload in pieces, which goes on where the registry says it is when a connection broke. */
class UploadSession {
  readonly #upload: BlobUpload;
  #place: URL;
  #sent = 0;
  #isInDoubt = false;

  constructor(upload: BlobUpload, place: URL) {
    this.#upload = upload;
    this.#place = place;
  }

  async send(abort: AbortSignal): Promise<void> {
    const { blobs, digest, sizeBytes, client } = this.#upload;
    const file = await BlockFile.open(blobs.path(digest));
    if (file === undefined) throw new ConmanError('data-loss', `the content ${digest} is missing`);
    try {
      while (this.#sent < sizeBytes) {
        const before = this.#sent;
        await withRetries(
          defaultRetries,
          abort,
          () => this.#piece(file, abort),
          () => this.#sent > before,
        );
      }
    } finally {
      await file.close();
    }
    const place = new URL(this.#place);
    place.searchParams.set('digest', digest);
    const headers = { 'content-length': '0' };
    await client.ask({ place, method: 'PUT', headers, what: `blob ${digest}`, expected: [201] }, abort);
  }

  async #piece(file: BlockFile, abort: AbortSignal): Promise<void> {
    const { client, digest, sizeBytes, tell } = this.#upload;
    if (this.#isInDoubt) await this.#findOut(abort);
    const body = Buffer.allocUnsafe(Math.min(pieceBytes, sizeBytes - this.#sent));
    if ((await file.read(body, this.#sent)) < body.length) {
      throw new ConmanError('data-loss', `the content ${digest} is cut short`);
    }
    if (body.length === 0) return;
    const end = this.#sent + body.length;
    const headers = {
      'content-type': 'application/octet-stream',
      'content-length': String(body.length),
      'content-range': `${this.#sent}-${end - 1}`,
    };
    this.#isInDoubt = true;
    const question = { place: this.#place, method: 'PATCH', headers, body, what: `blob ${digest}` } as const;
    const answer = await client.attempt({ ...question, expected: [201, 202, 204] }, abort);
    answer.body.resume();
    this.#isInDoubt = false;
    this.#moveTo(answer.headers, end);
    tell('uploading', end);
  }

  /** How much the registry has after a failure. */
  async #findOut(abort: AbortSignal): Promise<void> {
    const question = { place: this.#place, headers: {}, what: 'the state of an upload', expected: [200, 202, 204] };
    const { headers } = await this.#upload.client.ask(question, abort);
    const [, last] = /^(?:bytes=)?0-(\d+)$/.exec(headers['range'] ?? '') ?? [];
    this.#moveTo(headers, last === undefined ? 0 : Number(last) + 1);
    this.#isInDoubt = false;
  }

  #moveTo(headers: IncomingHttpHeaders, sent: number): void {
    this.#place = this.#upload.client.locationOf(headers) ?? this.#place;
    this.#sent = sent;
  }
}
