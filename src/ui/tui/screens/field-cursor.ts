import type { Span } from './page-lines.ts';

/** The part of a text around its cursor that fits, the cursor as a block of its own. */
export function withCursor(text: string, cursor: number, width: number, as: Span['as'] = 'plain'): readonly Span[] {
  const before = [...text.slice(0, cursor)];
  const [under = ' ', ...after] = [...text.slice(cursor)];
  const hidden = Math.max(0, before.length - (width - 1));
  const left = before.slice(hidden).join('');
  const right = after.join('').slice(0, Math.max(0, width - 1 - (before.length - hidden)));
  return [
    { text: left, as },
    { text: under, as: 'cursor' },
    { text: right, as },
  ];
}
