import { parentPort, Worker } from 'node:worker_threads';
import { ConmanError } from '../errors/index.ts';
import { type FailureReport, failureOf, failureReport } from './failure-report.ts';

interface Order {
  readonly id: number;
  readonly data: unknown;
}

type Report = { readonly id: number } & (
  | { readonly kind: 'message'; readonly message: unknown }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: FailureReport }
);

interface Pending {
  readonly worker: Worker;
  readonly onMessage: (message: unknown) => void;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const maxHeapMb = 256;
/** Starting a thread takes some 30 ms, keeping one some 10 MB. */
const idleMs = 2_000;

/** A thread that does tasks of one kind, started for the first of them and ended when there have been none for a while. */
export class TaskThread {
  readonly #program: URL;
  readonly #onEnd: () => void;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #nextId = 0;
  #idle: NodeJS.Timeout | undefined;
  #holds = 0;

  /** A program that calls `serveTasks`. `onEnd`: the thread is gone, and its memory with it. */
  constructor(program: URL, onEnd: () => void = () => undefined) {
    this.#program = program;
    this.#onEnd = onEnd;
  }

  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  /** Tasks that are under way or wait. */
  get load(): number {
    return this.#pending.size;
  }

  async run<Result>(data: unknown, onMessage: (message: never) => void = () => undefined): Promise<Result> {
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const id = this.#nextId++;
    try {
      return await new Promise<Result>((resolve, reject) => {
        this.#pending.set(id, {
          worker,
          onMessage: onMessage as Pending['onMessage'],
          resolve: resolve as Pending['resolve'],
          reject,
        });
        worker.postMessage({ id, data } satisfies Order);
      });
    } finally {
      this.#pending.delete(id);
      this.#endWhenIdle();
    }
  }

  /** Keeps the thread, which remembers something, also while it has nothing to do. */
  hold(): Disposable {
    this.#holds += 1;
    clearTimeout(this.#idle);
    return {
      [Symbol.dispose]: () => {
        this.#holds -= 1;
        this.#endWhenIdle();
      },
    };
  }

  /** Ends the thread; what it has not done is not done. */
  close(): void {
    clearTimeout(this.#idle);
    void this.#worker?.terminate();
    this.#worker = undefined;
  }

  #endWhenIdle(): void {
    clearTimeout(this.#idle);
    if (this.#pending.size === 0 && this.#holds === 0) this.#idle = setTimeout(() => this.close(), idleMs).unref();
  }

  #start(): Worker {
    const worker = new Worker(this.#program, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: maxHeapMb } });
    worker.on('message', ({ id, ...report }: Report) => {
      const pending = this.#pending.get(id);
      if (report.kind === 'message') pending?.onMessage(report.message);
      else if (report.kind === 'done') pending?.resolve(report.result);
      else pending?.reject(failureOf(report.error));
    });
    let failure: unknown;
    worker.on('error', (error) => {
      failure = error;
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
      const error = new ConmanError('internal', 'a worker thread ended in the middle of its work', { cause: failure });
      for (const pending of this.#pending.values()) if (pending.worker === worker) pending.reject(error);
      this.#onEnd();
    });
    return worker;
  }
}

/** The other end: what the thread's program does with each task. Several may be under way at once. */
export function serveTasks<Data, Message>(
  task: (data: Data, post: (message: Message) => void) => Promise<unknown> | unknown,
): void {
  parentPort?.on('message', ({ id, data }: Order) => {
    const send = (report: Report): void => parentPort?.postMessage(report);
    const work = async (): Promise<unknown> =>
      await task(data as Data, (message) => send({ id, kind: 'message', message }));
    work().then(
      (result) => send({ id, kind: 'done', result }),
      (error: unknown) => send({ id, kind: 'failed', error: failureReport(error) }),
    );
  });
}
