import type { LogLimits } from '../../api/settings.ts';
import { invalid } from './invalid.ts';

/** What the shim accepts (src/shim/options.c). */
const minBytes = 4096;
const mostFiles = 1000;
/** A log is kept, unless conmand is told otherwise, in 3 files of 64 MB. */
export const defaultLogLimits: Required<LogLimits> = { maxBytes: 64 * 1024 * 1024, maxFiles: 3 };
export const unlimitedBytes = -1;

export function planLogLimits(limits: LogLimits | undefined): LogLimits | undefined {
  const { maxBytes, maxFiles } = limits ?? {};
  if (
    maxBytes !== undefined &&
    maxBytes !== unlimitedBytes &&
    !(Number.isSafeInteger(maxBytes) && maxBytes >= minBytes)
  ) {
    throw invalid(`a log cannot have files of ${maxBytes} bytes`, 'Give at least 4k, or -1 for one file of any size.');
  }
  if (maxFiles !== undefined && !(Number.isSafeInteger(maxFiles) && maxFiles >= 1 && maxFiles <= mostFiles)) {
    throw invalid(`a log cannot have ${maxFiles} files`, `Give 1 to ${mostFiles}.`);
  }
  return limits;
}
