import { createRequire } from 'node:module';
import { Gate } from './gate.ts';

export type Koffi = typeof import('koffi');

/** At first use: koffi costs a program that only asks for a list 13 ms and 7 MB. */
export function loadKoffi(): Koffi {
  return createRequire(import.meta.url)('koffi');
}

/** koffi throws when more than 256 calls wait for a thread; no machine has threads for nearly so many. */
const threadCalls = new Gate(64);

/**
 * Calls a C function in a worker thread, in its turn. `judge` makes the outcome of what it returned, while errno is what
 * it left there; what `judge` throws, the promise rejects with.
 */
export async function callInThread<Outcome>(
  func: { async(...args: unknown[]): void },
  args: readonly unknown[],
  judge: (result: number) => Outcome,
): Promise<Outcome> {
  return await threadCalls.run(async () => {
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
    func.async(...args, (error: unknown, result: number) => {
      if (error) return reject(error);
      try {
        resolve(judge(result));
      } catch (thrown) {
        reject(thrown);
      }
    });
    return await promise;
  });
}
