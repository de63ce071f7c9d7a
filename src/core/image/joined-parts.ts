import { ConmanError } from '../errors/index.ts';

/** Waits until every part of a work is through. When one fails, the others are cancelled: it throws why, not that. */
export async function joinParts(parts: Iterable<Promise<unknown>>): Promise<void> {
  const results = await Promise.allSettled(parts);
  const errors = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason as unknown);
  if (errors.length === 0) return;
  throw errors.find((error) => !(error instanceof ConmanError && error.code === 'cancelled')) ?? errors[0];
}
