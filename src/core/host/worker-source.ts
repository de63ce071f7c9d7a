import { ConmanError } from '../errors/index.ts';
import { ByteRing } from './byte-ring.ts';
import { runWorkerTask, serveWorkerTask } from './worker-thread.ts';

const ringBytes = 4 * 1024 * 1024;

export interface WorkerSource {
  /** A program that calls `serveWorkerSource`. */
  readonly program: URL;
  /** Plain values. */
  readonly data: object;
}

/** What a thread writes, a piece at a time; each is valid until the next. The thread ends when nobody reads any more. */
export async function* readWorker({ program, data }: WorkerSource, abort?: AbortSignal): AsyncGenerator<Buffer> {
  const ring = ByteRing.create(ringBytes);
  const controller = new AbortController();
  const signal = abort === undefined ? controller.signal : AbortSignal.any([abort, controller.signal]);
  const work = runWorkerTask({
    program,
    data: { ...data, ring: ring.memory },
    onMessage: () => undefined,
    abort: signal,
  }).finally(() => ring.end());
  work.catch(() => undefined);
  try {
    for (let chunk = await ring.read(); chunk !== undefined; chunk = await ring.read()) yield chunk;
    // How it ended counts more than that it ended.
    await work;
  } finally {
    ring.leave();
    controller.abort();
    await work.catch(() => undefined);
  }
}

/** The other end. `write` waits for the reader. */
export async function serveWorkerSource<Data>(
  task: (data: Data, write: (chunk: Uint8Array) => void) => void,
): Promise<void> {
  await serveWorkerTask<Data & { readonly ring: SharedArrayBuffer }, never>(async (data) => {
    const ring = new ByteRing(data.ring);
    task(data, (chunk) => {
      if (!ring.writeSync(chunk)) throw new ConmanError('cancelled', 'nobody reads any more');
    });
  });
}
