import type { DeviceMapping, RestartPolicy, Ulimit } from '../../core/api/index.ts';
import { requireThat } from './require-that.ts';

const powers: Readonly<Record<string, number>> = { b: 0, k: 1, m: 2, g: 3, t: 4 };

/** `512m`, `1.5g`, `65536`: powers of 1024, as everywhere where memory is meant. */
export function parseBytes(text: string, option: string): number {
  const [, number, unit = 'b'] = /^(\d+(?:\.\d+)?)([bkmgt])?(?:i?b)?$/i.exec(text) ?? [];
  requireThat(number !== undefined, `${option} ${text} is no number of bytes`, 'Write 512m or 2g.');
  return Math.round(Number(number) * 1024 ** (powers[unit.toLowerCase()] ?? 0));
}

/** `nofile=1024:4096`, `nproc=100`; `unlimited` is -1. */
export function parseUlimit(text: string): Ulimit {
  const [, name, soft, hard = soft] = /^(\w+)=(-1|\d+|unlimited)(?::(-1|\d+|unlimited))?$/.exec(text) ?? [];
  requireThat(name !== undefined, `--ulimit ${text} is not understood`, 'Write nofile=1024 or nofile=1024:4096.');
  const [softLimit = 0, hardLimit = 0] = [soft, hard].map((limit) => (limit === 'unlimited' ? -1 : Number(limit)));
  return { name, soft: softLimit, hard: hardLimit };
}

/** `/dev/fuse`, `/dev/sdb:/dev/disk`, `/dev/sdb:/dev/disk:r`. */
export function parseDevice(text: string): DeviceMapping {
  const [source = '', ...rest] = text.split(':');
  const access = rest.length > 0 && /^[rwm]+$/.test(rest.at(-1) ?? '') ? rest.pop() : undefined;
  requireThat(
    source !== '' && rest.length <= 1,
    `--device ${text} is not understood`,
    'Write /dev/fuse or /dev/sdb:/dev/disk:r.',
  );
  return { source, target: rest[0] ?? source, access: access ?? 'rwm' };
}

/** `always`, `on-failure:5`. */
export function parseRestartPolicy(text: string): RestartPolicy {
  const [, kind, retries] = /^(no|on-failure|always|unless-stopped)(?::(\d{1,6}))?$/.exec(text) ?? [];
  const isKnown = kind !== undefined && (retries === undefined || kind === 'on-failure');
  requireThat(isKnown, `there is no restart policy "${text}"`, 'There are no, on-failure[:N], always, unless-stopped.');
  return { kind: kind as RestartPolicy['kind'], ...(retries !== undefined && { maxRetries: Number(retries) }) };
}

/** `KEY=VALUE`; a key alone has an empty value. `what` is what it is called: `label`. */
export function parsePairs(pairs: readonly string[], what: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      requireThat(equals !== 0 && pair !== '', `${what} needs a name: "${pair}"`, 'Write KEY=VALUE.');
      return equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}

/** Lines of `KEY=VALUE` or `KEY`; empty ones and those that begin with # say nothing. */
export function envFileEntries(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trimStart());
  return lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
}
