import { createRequire } from 'node:module';

export type Koffi = typeof import('koffi');

/** At first use: koffi costs a program that only asks for a list 13 ms and 7 MB. */
export function loadKoffi(): Koffi {
  return createRequire(import.meta.url)('koffi');
}
