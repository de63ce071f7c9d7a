import { ConmanError } from '../../errors/index.ts';

/** Throws `data-loss` when it is not JSON. */
export function parseInspection(json: string) {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new ConmanError('data-loss', 'the daemon sent an inspection that is not JSON', { cause });
  }
}

/** Throws `data-loss` when the answer lacks it. */
export function present<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new ConmanError('data-loss', `the daemon sent an answer without ${what}`);
  return value;
}
