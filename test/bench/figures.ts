/** Small statistics and a table for the benchmarks: medians, because a shared machine has outliers. */

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export interface Figure {
  readonly what: string;
  readonly measured: string;
  /** The limit as a person reads it; empty when the row is only a point of comparison. */
  readonly limit: string;
  readonly kept: boolean | undefined;
}

/** A row that must stay at or below a limit. */
export function atMost(what: string, value: number, limit: number, unit: string): Figure {
  return { what, measured: `${round(value)} ${unit}`, limit: `<= ${limit} ${unit}`, kept: value <= limit };
}

/** A row without a limit, to compare with. */
export function peer(what: string, value: number, unit: string): Figure {
  return { what, measured: `${round(value)} ${unit}`, limit: '', kept: undefined };
}

/** Prints a Markdown table and returns whether every limit was kept. */
export function report(title: string, figures: readonly Figure[]): boolean {
  const rows = figures.map(({ what, measured, limit, kept }) => [
    what,
    measured,
    limit,
    kept === undefined ? '' : kept ? 'yes' : 'NO',
  ]);
  const table = [['', 'measured', 'limit', 'kept'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = table;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  console.log(`\n## ${title}\n\n${[line(head), rule, ...body.map(line)].join('\n')}`);
  return figures.every(({ kept }) => kept !== false);
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
