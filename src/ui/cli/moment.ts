import { ConmanError } from '../../core/errors/index.ts';

const nsOfUnit = { s: 1_000_000_000n, m: 60_000_000_000n, h: 3_600_000_000_000n, d: 86_400_000_000_000n } as const;
const duration = /^(?:\d+(?:\.\d+)?[smhd])+$/;
const unixSeconds = /^(\d{9,11})(?:\.(\d{1,9}))?$/;
const rfc3339 = /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)?)?$/;

/**
 * A moment as people type it, in Unix ns: so long before now (`10m`, `1h30m`, `2d`), RFC 3339 (`2026-01-31T10:00:00Z`;
 * without a zone it is local time, a date alone is its first second) or Unix seconds.
 */
export function parseMoment(text: string, nowMs: number): bigint {
  if (duration.test(text)) return BigInt(nowMs) * 1_000_000n - durationNs(text);
  const unix = unixSeconds.exec(text);
  if (unix) return BigInt(unix[1] as string) * nsOfUnit.s + fractionNs(unix[2]);
  const time = rfc3339.exec(text);
  if (time) {
    const [, date, clock = '00:00:00', fraction, zone = ''] = time;
    const ms = Date.parse(`${date}T${clock}${zone.toUpperCase()}`);
    if (!Number.isNaN(ms)) return BigInt(ms) * 1_000_000n + fractionNs(fraction);
  }
  throw new ConmanError('invalid-argument', `"${text}" is no moment`, {
    hint: 'Say how long ago (10m, 1h30m, 2d) or when (2026-01-31T10:00:00Z).',
  });
}

function durationNs(text: string): bigint {
  let sum = 0n;
  for (const [, number, unit] of text.matchAll(/(\d+(?:\.\d+)?)([smhd])/g)) {
    const micros = BigInt(Math.round(Number(number) * 1_000_000));
    sum += (micros * nsOfUnit[unit as keyof typeof nsOfUnit]) / 1_000_000n;
  }
  return sum;
}

function fractionNs(digits = ''): bigint {
  return BigInt(digits.padEnd(9, '0'));
}
