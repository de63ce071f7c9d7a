import { InvalidArgumentError } from 'commander';
import { wholeNumber } from '../common-options.ts';

/** The value of `--tail`. `all` is what it says without the option. */
export function tailLines(value: string): number | undefined {
  if (value === 'all') return undefined;
  try {
    return wholeNumber(value);
  } catch {
    throw new InvalidArgumentError('It has to be a whole number or "all".');
  }
}
