import { readFileSync } from 'node:fs';
import { identifyProcess, type ProcessIdentity } from './process-identity.ts';
import { errnoOf, systemError } from './system-error.ts';

/**
 * The live process whose pid is in a file; undefined when there is no such file or process. With `argument`, only if that
 * is a word of its command line: since the file was written its pid may have been given to another process.
 */
export function readPidFile(path: string, argument?: string): ProcessIdentity | undefined {
  const text = readIfThere(path);
  const process = /^[1-9]\d*\s*$/.test(text) ? identifyProcess(Number.parseInt(text, 10)) : undefined;
  if (process === undefined || argument === undefined) return process;
  return readIfThere(`/proc/${process.pid}/cmdline`).split('\0').includes(argument) ? process : undefined;
}

/** Empty when there is no such file. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(errnoOf(error) ?? '')) return '';
    throw systemError(error, `read ${path}`);
  }
}
