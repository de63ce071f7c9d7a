import { ConmanError } from '../../core/errors/index.ts';
import type { CliContext } from './context.ts';

/** Does what Ctrl-C can cancel. `what`: `the pull was cancelled`; `hint`: what that means. */
export async function cancellable<T>(
  context: CliContext,
  what: string,
  work: (abort: AbortSignal) => Promise<T>,
  hint?: string,
): Promise<T> {
  const abort = new AbortController();
  const leave = (['SIGINT', 'SIGTERM'] as const).map((signal) => context.onSignal(signal, () => abort.abort()));
  try {
    const result = await work(abort.signal);
    if (!abort.signal.aborted) return result;
  } catch (error) {
    if (!abort.signal.aborted) throw error;
  } finally {
    for (const stop of leave) stop();
  }
  throw new ConmanError('cancelled', what, { hint });
}
