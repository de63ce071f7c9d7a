import { setTimeout } from 'node:timers/promises';
import { ConmanError } from '../errors/index.ts';

const retryMs = 200;

/** Tries again for as long as there is no descriptor or memory for it: for what must be known before anything goes on. */
export async function whenPossible<Result>(attempt: () => Result | Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (ConmanError.from(error).code !== 'resource-exhausted') throw error;
      await setTimeout(retryMs);
    }
  }
}
