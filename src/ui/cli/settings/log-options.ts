import type { LogLimits } from '../../../core/api/index.ts';
import { parseBytes } from '../../input/values.ts';
import { requireThat } from '../invocation.ts';

/** `max-size=10m`, `max-size=-1`, `max-file=3`, as docker users know them. */
export function parseLogOptions(options: readonly string[]): LogLimits {
  const limits: { maxBytes?: number; maxFiles?: number } = {};
  for (const option of options) {
    const [, name, value = ''] = /^(max-size|max-file)=(.+)$/.exec(option) ?? [];
    requireThat(name !== undefined, `--log-opt ${option} is not understood`, 'There are max-size=10m and max-file=3.');
    if (name === 'max-size') limits.maxBytes = value === '-1' ? -1 : parseBytes(value, '--log-opt max-size');
    else limits.maxFiles = parseCount(value);
  }
  return limits;
}

function parseCount(text: string): number {
  requireThat(/^\d{1,4}$/.test(text), `--log-opt max-file=${text} is no number of files`, 'Write max-file=3.');
  return Number(text);
}
