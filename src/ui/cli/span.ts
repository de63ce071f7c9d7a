import { requireThat } from './invocation.ts';

const msOfUnit: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A span of time in ms as people type it: `500ms`, `30s`, `1m30s`; a number alone is seconds. `option` is what it was given for. */
export function parseSpanMs(text: string, option: string): number {
  const isSpan = /^(?:\d{1,9}(?:\.\d{1,6})?(?:ms|[smh]))+$/.test(text) || /^\d{1,9}$/.test(text);
  requireThat(isSpan, `${option} ${text} is no span of time`, 'Write 500ms, 30s or 1m30s.');
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smh]|$)/g)];
  return Math.round(parts.reduce((sum, [, number, unit]) => sum + Number(number) * (msOfUnit[unit || 's'] ?? 0), 0));
}
