import { ConmanError } from '../errors/index.ts';

export const defaultStopTimeoutSeconds = 10;
/** Longer than a day is a mistake, and more than a timer of Node can take is none at all. */
const maxStopTimeoutSeconds = 86_400;

export function expectStopTimeout(seconds: number): void {
  if (seconds >= 0 && seconds <= maxStopTimeoutSeconds) return;
  throw new ConmanError('invalid-argument', `a stop cannot wait ${seconds} seconds`, {
    hint: `Give a number of seconds from 0 to ${maxStopTimeoutSeconds}.`,
  });
}
