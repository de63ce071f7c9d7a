import type { UserNamespace } from '../../core/api/index.ts';
import { requireThat } from './require-that.ts';

/** `host`, `auto`, `auto:size=100000`, or `100000:65536`: the host's ids from the first number on, so many. */
export function parseUserNamespace(text: string): UserNamespace {
  if (text === 'host') return { kind: 'host' };
  const [, size] = /^auto(?::size=(\d{1,10}))?$/.exec(text) ?? [];
  if (text.startsWith('auto') && (text === 'auto' || size !== undefined)) {
    return { kind: 'auto', ...(size !== undefined && { size: Number(size) }) };
  }
  const [, host, count] = /^(\d{1,10}):(\d{1,10})$/.exec(text) ?? [];
  requireThat(
    host !== undefined && count !== undefined,
    `--userns ${text} is not understood`,
    'Write host, auto, auto:size=100000 or 100000:65536.',
  );
  const range = { container: 0, host: Number(host), size: Number(count) };
  return { kind: 'maps', uids: [range], gids: [range] };
}
