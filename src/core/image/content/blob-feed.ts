import type { Readable } from 'node:stream';
import { ConmanError } from '../../errors/index.ts';
import { freeChunk } from '../../host/free-memory.ts';
import { Retryable, type RetryPolicy, withRetries } from '../registry/retry.ts';

export interface BlobFeed {
  readonly digest: string;
  readonly sizeBytes: number;
  /** How much is there already. */
  readonly haveBytes: number;
  /** Gives the bytes from `start` on, or from the beginning when it cannot. */
  open(start: number, abort: AbortSignal): Promise<{ readonly start: number; readonly body: Readable }>;
  /** False: nobody wants it any more. */
  take(chunk: Buffer): Promise<boolean>;
  onBytes(doneBytes: number): void;
}

/** Brings what is missing of a blob, going on where a connection broke. What comes is not verified here. */
export async function feedBlob(feed: BlobFeed, retries: RetryPolicy, abort: AbortSignal): Promise<void> {
  let done = feed.haveBytes;
  let before = done;
  const hasProgressed = (): boolean => {
    const progressed = done > before;
    before = done;
    return progressed;
  };
  const attempt = async (): Promise<void> => {
    if (done === feed.sizeBytes) return;
    const { start, body } = await feed.open(done, abort);
    try {
      // A registry that knows no ranges sends again what is there.
      let known = done - start;
      for await (const chunk of whole(body, abort)) {
        const fresh = chunk.subarray(Math.min(known, chunk.length));
        known -= chunk.length - fresh.length;
        if (done + fresh.length > feed.sizeBytes) throw tooLong(feed);
        if (!(await feed.take(fresh))) throw new ConmanError('cancelled', 'nobody wants it any more');
        done += fresh.length;
        feed.onBytes(done);
        freeChunk(chunk);
      }
    } finally {
      body.destroy();
    }
    if (done < feed.sizeBytes) throw brokenOff(`${done} of ${feed.sizeBytes} bytes of ${feed.digest} came`);
  };
  await withRetries(retries, abort, attempt, hasProgressed);
}

/** A body whose failure is one of the connection: worth another attempt. */
async function* whole(body: Readable, abort: AbortSignal): AsyncGenerator<Buffer> {
  const chunks = body[Symbol.asyncIterator]();
  for (;;) {
    const next = await chunks.next().catch((error: unknown) => {
      if (abort.aborted) throw new ConmanError('cancelled', 'the pull was cancelled');
      throw brokenOff(error instanceof Error ? error.message : String(error));
    });
    if (next.done === true) return;
    yield next.value;
  }
}

function tooLong({ sizeBytes, digest }: BlobFeed): ConmanError {
  return new ConmanError('data-loss', `the registry sends more than the ${sizeBytes} bytes of ${digest}`);
}

function brokenOff(why: string): Retryable {
  return new Retryable(
    new ConmanError('unavailable', `the connection to the registry broke: ${why}`, {
      hint: 'Try again: what came is kept.',
    }),
  );
}
