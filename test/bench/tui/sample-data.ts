import type { TableRow } from '../../../src/ui/tui/table/table-row.ts';

/** A thousand containers; every round some figures change. */
export function containerRows(round: number): readonly TableRow[] {
  return Array.from({ length: 1000 }, (_, index) => ({
    id: String(index),
    cells: [
      `${['web', 'db', 'cache', 'api', 'worker'][index % 5]}-${index}`,
      { text: index % 7 === 0 ? 'exited' : 'running', style: index % 7 === 0 ? '31' : '32' },
      `${((index * 37 + round * 11) % 1000) / 10}%`,
    ],
  }));
}

/** Log records as a busy web service writes them, with colours and both streams. */
export function logChunk(lines: number, first = 0): Uint8Array {
  const records = Array.from({ length: lines }, (_, line) => {
    const index = first + line;
    const stream = index % 50 === 0 ? 'stderr' : 'stdout';
    const path = `/api/v1/items/${index % 977}`;
    return `2026-01-02T03:04:05.${String(index).padStart(9, '0')}Z ${stream} F \u001b[32mINFO\u001b[0m request GET ${path} status=200 in ${index % 900}ms from 10.0.3.7\n`;
  });
  return Buffer.from(records.join(''));
}
