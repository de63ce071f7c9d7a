import { constants } from 'node:os';
import { ConmanError } from '../errors/index.ts';

const maxSignal = 64;

/** The number of a signal given as `TERM`, `SIGTERM`, `term` or `15`. */
export function signalNumber(signal: string): number {
  const number = /^\d+$/.test(signal) ? Number(signal) : numberOfName(signal.toUpperCase());
  if (number !== undefined && number >= 1 && number <= maxSignal) return number;
  throw new ConmanError('invalid-argument', `"${signal}" is not a signal`, {
    hint: 'Use a name such as TERM, HUP or KILL, or a number from 1 to 64 (see `kill -l`).',
  });
}

function numberOfName(name: string): number | undefined {
  const full = name.startsWith('SIG') ? name : `SIG${name}`;
  return Object.entries(constants.signals).find(([known]) => known === full)?.[1];
}
