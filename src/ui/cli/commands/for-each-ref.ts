import { describeFailure } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import { emptyJson } from '../present/contract-json.ts';

/**
 * Does the same to several containers at once. Answers and failures are told in the order given, a line each; the exit
 * status is that of the first failure.
 */
export async function forEachRef(
  call: Invocation,
  refs: readonly string[],
  change: (ref: string) => Promise<void>,
): Promise<number> {
  const outcomes = refs.map((ref) =>
    change(ref).then(
      () => undefined,
      (error: unknown) => describeFailure(error),
    ),
  );
  let status = 0;
  for (const [index, outcome] of outcomes.entries()) {
    const failure = await outcome;
    if (failure !== undefined) {
      await call.note(failure.line);
      status ||= failure.status;
    } else if (call.wantsJson) await call.json(emptyJson);
    else await call.print(refs[index] ?? '');
  }
  return status;
}
