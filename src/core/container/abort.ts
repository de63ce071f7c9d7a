import { ConmanError } from '../errors/index.ts';

/** `promise`, unless `abort` comes first: then it rejects with `cancelled`. */
export async function orAbort<T>(promise: Promise<T>, abort: AbortSignal | undefined): Promise<T> {
  if (abort === undefined) return await promise;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(new ConmanError('cancelled', 'the wait was given up'));
  if (abort.aborted) onAbort();
  abort.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    abort.removeEventListener('abort', onAbort);
  }
}
