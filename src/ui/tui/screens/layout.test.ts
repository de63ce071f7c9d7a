import { describe, expect, test } from 'vitest';
import { innerSize, type LayoutRequest, layoutScreen, type ScreenLayout } from './layout.ts';

const request = (columns: number, rows: number, over: Partial<LayoutRequest> = {}): LayoutRequest => ({
  size: { columns, rows },
  focus: 'list',
  zoomed: false,
  hasSession: false,
  ...over,
});

/** The screen with a letter in every cell: what is drawn twice or not at all is seen. Every 4th column, every 2nd row. */
function draw(columns: number, rows: number, layout: ScreenLayout): string {
  const cells = Array.from({ length: rows }, () => Array.from({ length: columns }, () => '.'));
  const areas = { H: layout.header, T: layout.tabs, '?': layout.hints, E: layout.strip, L: layout.panes.list } as const;
  const all = { ...areas, D: layout.panes.detail, S: layout.panes.session };
  for (const [letter, area] of Object.entries(all)) {
    if (!area) continue;
    for (let y = area.y; y < area.y + area.height; y++) {
      for (let x = area.x; x < area.x + area.width; x++) {
        const row = cells[y];
        if (row) row[x] = row[x] === '.' ? letter : '!';
      }
    }
  }
  return cells.map((row) => row.filter((_, x) => x % 4 === 0).join('')).join('\n');
}

describe('120x40', () => {
  test('list and detail', () => {
    const drawn = draw(120, 40, layoutScreen(request(120, 40))).split('\n');
    expect(drawn[0]).toBe('H'.repeat(30));
    expect(new Set(drawn.slice(1, 39))).toEqual(new Set(['LLLLLLLLLLLLLLDDDDDDDDDDDDDDDD']));
    expect(drawn[39]).toBe('?'.repeat(30));
  });

  test('with a session across the bottom', () => {
    const layout = layoutScreen(request(120, 40, { hasSession: true, focus: 'session' }));
    const drawn = draw(120, 40, layout).split('\n');
    expect(new Set(drawn.slice(1, 24))).toEqual(new Set(['LLLLLLLLLLLLLLDDDDDDDDDDDDDDDD']));
    expect(new Set(drawn.slice(24, 39))).toEqual(new Set(['S'.repeat(30)]));
    expect(innerSize(layout, 'session')).toEqual({ columns: 118, rows: 13 });
  });

  test('zoomed, the focused pane has it all', () => {
    const layout = layoutScreen(request(120, 40, { hasSession: true, focus: 'detail', zoomed: true }));
    expect(layout.panes).toEqual({ detail: { x: 0, y: 1, width: 120, height: 38 } });
  });
});

test('80x24: one pane under the tabs', () => {
  expect(draw(80, 24, layoutScreen(request(80, 24, { focus: 'session', hasSession: true })))).toBe(
    ['H'.repeat(20), 'T'.repeat(20), ...Array.from({ length: 21 }, () => 'S'.repeat(20)), '?'.repeat(20)].join('\n'),
  );
});

test('wide and short: the session shares the right side', () => {
  expect(draw(100, 20, layoutScreen(request(100, 20, { hasSession: true })))).toBe(
    [
      'H'.repeat(25),
      ...Array.from({ length: 9 }, () => 'LLLLLLLLLLLLDDDDDDDDDDDDD'),
      ...Array.from({ length: 9 }, () => 'LLLLLLLLLLLLSSSSSSSSSSSSS'),
      '?'.repeat(25),
    ].join('\n'),
  );
});

test('200 columns: the list keeps 60, and there is a strip of events', () => {
  expect(layoutScreen(request(200, 50)).panes.list).toEqual({ x: 0, y: 1, width: 60, height: 43 });
  expect(layoutScreen(request(200, 50)).strip).toEqual({ x: 0, y: 44, width: 200, height: 5 });
  expect(layoutScreen(request(200, 50, { isForEars: true })).strip).toBeUndefined();
});

test('below 40x10 only the list and a hint, however small', () => {
  expect(draw(39, 9, layoutScreen(request(39, 9, { focus: 'session', hasSession: true })))).toBe(
    [...Array.from({ length: 8 }, () => 'LLLLLLLLLL'), '??????????'].join('\n'),
  );
  expect(layoutScreen(request(1, 1)).panes.list).toEqual({ x: 0, y: 0, width: 1, height: 1 });
});

test('every size is covered: no cell twice, none left out', () => {
  for (let columns = 1; columns <= 190; columns += 3) {
    for (let rows = 1; rows <= 48; rows++) {
      for (const hasSession of [false, true]) {
        const drawn = draw(columns, rows, layoutScreen(request(columns, rows, { hasSession })));
        expect(drawn, `${columns}x${rows}`).not.toMatch(/[.!]/);
      }
    }
  }
});
