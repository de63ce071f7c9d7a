// Whole screens on the engine in memory, read through a real terminal: at 80x24, at 120x40 and where nothing fits.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundleProgram } from '../fixtures/drawing/bundle-program.ts';
import { Screen } from '../fixtures/screen.ts';

let program: string;
beforeAll(async () => {
  program = await bundleProgram(`${import.meta.dirname}/../fixtures/tui-with-demo-engine.ts`);
});

const open = (columns: number, rows: number, scene: string): Screen =>
  new Screen([process.execPath, program, scene], { columns, rows, env: { TZ: 'UTC' } });

/** Waits for the kept picture, so that no frame on the way is taken for the last; one that never comes fails with its difference. */
async function expectPicture(screen: Screen, name: string): Promise<void> {
  const path = join(import.meta.dirname, 'golden', `${name}.txt`);
  const kept = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  if (kept === undefined) await screen.waitUntilQuiet(500);
  else await screen.waitFor(() => `${screen.text()}\n` === kept, `the picture ${name}`).catch(() => undefined);
  await expect(`${screen.text()}\n`).toMatchFileSnapshot(path);
}

interface Story {
  readonly name: string;
  readonly scene?: string;
  readonly keys: readonly string[];
  /** What is on the screen when the keys have had their effect. */
  readonly until: string;
}

const stories: readonly Story[] = [
  { name: 'list', keys: [], until: 'fresh' },
  { name: 'empty', scene: 'none', keys: [], until: 'No containers yet' },
  // At 80x24 the log comes with its tab.
  { name: 'log', keys: ['tab'], until: 'F stay' },
  { name: 'exited', keys: ['j', 'j', 'tab'], until: 'out of memory' },
  { name: 'shell', keys: ['j', 'e'], until: '$ ' },
  { name: 'attach', keys: ['j', 'a'], until: 'attached to shell' },
  { name: 'create', keys: ['n'], until: '--name busybox-1' },
  { name: 'kill', keys: ['K'], until: 'thaw it' },
  { name: 'remove', keys: ['d'], until: 'Kill and remove' },
  { name: 'help', keys: ['?'], until: 'next row' },
  { name: 'filter', keys: ['/', 's', 'h', 'e'], until: 'matching she' },
  { name: 'reason', keys: ['a'], until: 'created without stdin' },
];

describe.each([
  [80, 24],
  [120, 40],
])('%ix%i', (columns, rows) => {
  test.each(stories)('$name', async ({ name, scene = 'some', keys, until }) => {
    await using screen = open(columns, rows, scene);
    await screen.waitForText(scene === 'none' ? 'No containers yet' : 'nightly-import');
    screen.keys(...keys);
    await screen.waitForText(until);
    await expectPicture(screen, `${columns}x${rows}-${name}`);
    expect(screen.text().match(/▶/g), 'exactly one place has the keyboard').toHaveLength(1);
  });
});

test('below 40x10 there is only the list and a hint, and the rest comes back with the room', async () => {
  await using screen = open(39, 9, 'some');
  await screen.waitForText('nightly');
  await expectPicture(screen, '39x9-list');
  screen.resize(12, 3);
  await screen.waitFor(
    () => /^▸ web-1/m.test(screen.text()) && !screen.text().includes('nightly'),
    'two rows of the list',
  );
  screen.resize(120, 40);
  await screen.waitForText('/page/59');
});

const views: readonly Story[] = [
  { name: 'list', keys: [], until: 'fresh' },
  { name: 'images', keys: ['2'], until: '▶ Images' },
  { name: 'volumes', keys: ['3'], until: '▶ Volumes' },
  { name: 'actions', keys: ['x'], until: 'remove it (asks)' },
  { name: 'palette', keys: [':', 's', 'o', 'r', 't'], until: 'sort by a column' },
];

describe.each([
  [40, 10],
  [200, 50],
])('%ix%i', (columns, rows) => {
  test.each(views)('$name', async ({ name, keys, until }) => {
    await using screen = open(columns, rows, 'some');
    await screen.waitForText('nightly');
    screen.keys(...keys);
    await screen.waitForText(rows > 10 ? until : '▶');
    await expectPicture(screen, `${columns}x${rows}-${name}`);
    expect(screen.text().match(/▶/g), 'exactly one place has the keyboard').toHaveLength(1);
  });
});

test.each(['dark', 'light', 'high-contrast'])('the theme %s has the same words in its own colours', async (theme) => {
  await using screen = new Screen([process.execPath, program, 'some', theme], {
    columns: 120,
    rows: 40,
    env: { TZ: 'UTC' },
  });
  await screen.waitForText('/page/59');
  await expectPicture(screen, '120x40-list');
  const colours = new Set(screen.cells().flatMap((row) => row.map(({ foreground }) => foreground)));
  const own = [...colours].filter((colour) => colour.startsWith('#'));
  if (theme === 'high-contrast') expect(own).toEqual([]);
  else expect(own.length).toBeGreaterThan(3);
  expect(screen.cells().some((row) => row.some(({ attributes }) => attributes.includes('dim')))).toBe(false);
});

test('without colours everything is still told apart', async () => {
  await using screen = new Screen([process.execPath, program, 'some'], {
    columns: 80,
    rows: 24,
    env: { TZ: 'UTC', NO_COLOR: '1' },
  });
  await screen.waitForText('nightly-import');
  const cells = screen.cells().flat();
  expect(cells.filter(({ foreground, background }) => foreground !== 'default' || background !== 'default')).toEqual(
    [],
  );
  expect(cells.some(({ attributes }) => attributes === 'inverse')).toBe(true);
  expect(cells.some(({ attributes }) => attributes === 'bold')).toBe(true);
});
