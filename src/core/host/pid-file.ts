import { readFileSync } from 'node:fs';
import { identifyProcess, type ProcessIdentity } from './process-identity.ts';
import { errnoOf, systemError } from './system-error.ts';

/** The live process whose pid is in a file; undefined when there is no such file or process. */
export function readPidFile(path: string): ProcessIdentity | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw systemError(error, `read ${path}`);
  }
  return /^[1-9]\d*\s*$/.test(text) ? identifyProcess(Number.parseInt(text, 10)) : undefined;
}
