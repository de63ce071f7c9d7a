import { readFileSync } from 'node:fs';
import { identifyProcess, type ProcessIdentity } from './process-identity.ts';

/** The live process whose pid is in a file; undefined when there is none. */
export function readPidFile(path: string): ProcessIdentity | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  return /^[1-9]\d*\s*$/.test(text) ? identifyProcess(Number.parseInt(text, 10)) : undefined;
}
