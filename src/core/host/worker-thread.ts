import { type MessagePort, parentPort, Worker, workerData } from 'node:worker_threads';
import { ConmanError } from '../errors/index.ts';
import { type FailureReport, failureOf, failureReport } from './failure-report.ts';

type Report =
  | { readonly kind: 'message'; readonly message: unknown }
  | { readonly kind: 'failed'; readonly error: FailureReport };

const maxHeapMb = 256;

export interface WorkerTask<Message> {
  /** A program that calls `serveWorkerTask`. */
  readonly program: URL;
  /** Plain values, shared memory, and the ports that are handed over. */
  readonly data: unknown;
  readonly ports?: readonly MessagePort[];
  readonly onMessage: (message: Message) => void;
  readonly abort: AbortSignal;
}

/** Runs a task in a thread of its own; resolves at its end. An abort ends it wherever it is. */
export async function runWorkerTask<Message>({
  program,
  data,
  ports = [],
  onMessage,
  abort,
}: WorkerTask<Message>): Promise<void> {
  abort.throwIfAborted();
  const worker = new Worker(program, {
    workerData: data,
    transferList: [...ports],
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
  });
  const terminate = (): void => void worker.terminate();
  abort.addEventListener('abort', terminate);
  try {
    await new Promise<void>((resolve, reject) => {
      let failure: unknown;
      worker.on('message', (report: Report) => {
        if (report.kind === 'message') onMessage(report.message as Message);
        else failure = failureOf(report.error);
      });
      worker.on('error', (error) => {
        failure ??= error;
      });
      worker.on('exit', (code) => {
        if (abort.aborted) reject(new ConmanError('cancelled', 'cancelled'));
        else if (failure !== undefined) reject(failure);
        else if (code !== 0) reject(new ConmanError('internal', `a worker thread ended with ${code}`));
        else resolve();
      });
    });
  } finally {
    abort.removeEventListener('abort', terminate);
  }
}

/** The other end: what the thread's program does. */
export async function serveWorkerTask<Data, Message>(
  task: (data: Data, post: (message: Message) => void) => Promise<void>,
): Promise<void> {
  const send = (report: Report): void => parentPort?.postMessage(report);
  try {
    await task(workerData as Data, (message) => send({ kind: 'message', message }));
  } catch (thrown) {
    send({ kind: 'failed', error: failureReport(thrown) });
  }
}
