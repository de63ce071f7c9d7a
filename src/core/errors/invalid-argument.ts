import { ConmanError } from './conman-error.ts';

/** For what a user gave and cannot mean. */
export function invalid(message: string, hint?: string): ConmanError {
  return new ConmanError('invalid-argument', message, { hint });
}
