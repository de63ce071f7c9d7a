import xterm from '@xterm/headless';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { seededNumbers } from '../testing/seeded-numbers.ts';
import { CellRowPainter } from './cell-row.ts';
import { TerminalPane } from './terminal-pane.ts';
import { applyUnicodeWidths } from './unicode-widths.ts';

const columns = 12;
const rows = 4;
const scrollback = 6;

const pieces = ['\r\n', '\r\n', '\n', 'x', 'word ', '\t', '你好', 'e\u0301', '👍', '\u001b[32;7m', '\u001b[m'];
const special = ['\u001b[2;3r', '\u001b[r', '\u001b[H', '\u001b[K', '\b', '\u001bM', '\u001b]0;title\u0007'];

type Next = (below: number) => number;

/** More than is parsed as it comes: the rest is gathered. */
function randomOutput(next: Next): Uint8Array {
  const parts = Array.from({ length: 25_000 }, () => {
    const from = next(4000) === 0 ? special : pieces;
    return from[next(from.length)] ?? '';
  });
  return new TextEncoder().encode(`${parts.join('')}|`);
}

async function emulated(output: Uint8Array): Promise<readonly string[]> {
  const terminal = new xterm.Terminal({ cols: columns, rows, scrollback, allowProposedApi: true });
  applyUnicodeWidths(terminal);
  await new Promise<void>((resolve) => terminal.write(output, resolve));
  const { active } = terminal.buffer;
  const cells = new CellRowPainter(active.getNullCell());
  const lines = Array.from({ length: active.length }, (_, y) => active.getLine(y)?.translateToString(true) ?? '');
  const screen = Array.from({ length: rows }, (_, y) => cells.paint(active.getLine(active.baseY + y), columns).text);
  return [...lines, ...screen];
}

/** The same in a pane, which reads it in pieces that end anywhere, some of them at a time. */
async function shown(output: Uint8Array, next: Next): Promise<readonly string[]> {
  const pane = new TerminalPane({ columns, rows, scrollbackLines: scrollback, send: () => undefined });
  for (let at = 0; at < output.length; ) {
    const end = at + 1 + next(5000);
    pane.write(output.subarray(at, end));
    at = end;
    if (next(3) === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  pane.end();
  const screen = pane.paint(columns, rows).map((row) => row?.text ?? '');
  return [...pane.lines(), ...screen];
}

// The emulator may be so slow that all of it could be taken for answers to keys.
beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));

afterEach(() => vi.useRealTimers());

test('a flood leaves the same screen and scrollback, however it comes', async () => {
  const parsed = vi.spyOn(xterm.Terminal.prototype, 'write');
  let shortened = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const number = seededNumbers(seed);
    const next: Next = (below) => Math.floor(number() * below);
    const output = randomOutput(next);
    parsed.mockClear();
    const seen = await shown(output, next);
    const parsedBytes = parsed.mock.calls.reduce((sum, [data]) => sum + data.length, 0);
    if (parsedBytes < output.length) shortened++;
    expect(seen, `seed ${seed}`).toEqual(await emulated(output));
  }
  expect(shortened).toBeGreaterThan(3);
});
