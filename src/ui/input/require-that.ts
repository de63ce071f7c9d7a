import { ConmanError } from '../../core/errors/index.ts';

/** Fails unless `value` is one of `allowed`: for choices that depend on other options. */
export function requireThat(condition: boolean, message: string, hint?: string): asserts condition {
  if (!condition) throw new ConmanError('invalid-argument', message, { hint });
}
