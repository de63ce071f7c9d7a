import { describeFailure } from '../failure.ts';
import type { Invocation } from '../invocation.ts';
import { emptyJson } from '../present/contract-json.ts';

/** What there is to say of one of them, when it is more than that it is done. */
interface Answer {
  readonly json: object;
  readonly line: string;
}

/**
 * Does the same to several containers at once. Answers and failures are told in the order given, a line each; the exit
 * status is that of the first failure.
 */
export async function forEachRef(
  call: Invocation,
  refs: readonly string[],
  change: (ref: string) => Promise<Answer> | Promise<void>,
): Promise<number> {
  const outcomes = refs.map((ref) =>
    change(ref).then(
      (answer) => ({ answer: answer ?? undefined, failure: undefined }),
      (error: unknown) => ({ answer: undefined, failure: describeFailure(error) }),
    ),
  );
  let status = 0;
  for (const [index, outcome] of outcomes.entries()) {
    const { answer, failure } = await outcome;
    if (failure !== undefined) {
      await call.note(failure.line);
      status ||= failure.status;
    } else if (call.wantsJson) await call.json(answer?.json ?? emptyJson);
    else await call.print(answer?.line ?? refs[index] ?? '');
  }
  return status;
}
