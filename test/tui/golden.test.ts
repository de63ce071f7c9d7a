// Whole screens on the engine in memory, read through a terminal: every story at every size in every theme. To make
// them anew: delete what has changed from golden/, run this without CI in the environment, and look at each difference.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ConmanError } from '../../src/core/errors/index.ts';
import { DemoEngine } from '../../src/ui/demo/demo-engine.ts';
import { demoStats } from '../../src/ui/demo/demo-stats.ts';
import { demoNowMs, demoWorlds } from '../fixtures/demo-worlds.ts';
import { MemoryScreen } from '../fixtures/memory-screen.ts';
import type { Cell } from '../fixtures/screen.ts';
import { Looks, picture, textOf } from './screens/picture.ts';
import { type Story, stories } from './screens/stories.ts';

process.env['TZ'] = 'UTC';
// What Ink's colours depend on; it is loaded later.
process.env['FORCE_COLOR'] = '3';

const golden = join(import.meta.dirname, 'golden');
const sizes = [
  [40, 10],
  [80, 24],
  [120, 40],
  [200, 50],
] as const;
const themes = ['dark', 'light', 'none'] as const;
const looksPath = join(golden, 'looks.txt');
const keptLooks = existsSync(looksPath) ? readFileSync(looksPath, 'utf8') : '';
const looks = new Looks(keptLooks);
/** A screen that is not as it is kept by then will not be. */
const longestMs = 20_000;

/** Statistics for half a minute come at once, and then no more: graphs are the same however long a test takes. */
class StillEngine extends DemoEngine {
  isGone = false;

  override async version() {
    if (this.isGone) throw new ConmanError('unavailable', 'connection refused');
    return await super.version();
  }

  /** What is known of a container grows from version to version; how it is drawn does not change with that. */
  override async inspectContainer(ref: string) {
    const { id, name, state, command, tty, labels } = { ...(await super.inspectContainer(ref)) };
    return { id, name, state, command, tty, labels, limits: { memory: 536_870_912, cpus: 1.5 } } as never;
  }

  override async *containerStats(_options?: object, abort?: AbortSignal) {
    const running = [...this.containers.values()].filter(({ state }) => state === 'running');
    for (let second = demoNowMs / 1000 - 30; second <= demoNowMs / 1000; second++) {
      yield { at: 1n, containers: running.map((container) => demoStats(container, second)) };
    }
    await new Promise<void>((resolve) => abort?.addEventListener('abort', () => resolve()));
  }
}

async function play(screen: MemoryScreen, { steps, world, isLost }: Story, engine: StillEngine): Promise<void> {
  await see(screen, world === 'none' ? 'No containers yet' : 'nightly-import');
  for (const step of steps) {
    if (step.length > 1 && step.startsWith('"')) await see(screen, step.slice(1));
    else screen.keys(step);
  }
  if (!isLost) return;
  engine.isGone = true;
  engine.disconnect();
  await see(screen, 'conmand is gone');
}

async function see(screen: MemoryScreen, text: string): Promise<void> {
  const isSeen = await screen.waitFor(() => screen.lines().join('\n').includes(text), longestMs);
  if (!isSeen) throw new Error(`${text} was not seen:\n${screen.lines().join('\n')}`);
}

interface Shot {
  readonly lines: readonly string[];
  readonly cells: readonly (readonly Cell[])[];
}

/** The screens of a story, one by one; each is `kept`, if it is known, as soon as it is that. */
async function shots(story: Story, theme: (typeof themes)[number], kept: readonly string[]): Promise<readonly Shot[]> {
  const world = demoWorlds[story.world ?? 'some'];
  // A short log: its lines say nothing more the more of them are kept.
  const logs = { ...world?.logs, 'web-1': (world?.logs?.['web-1'] ?? []).slice(0, 6) };
  const engine = new StillEngine({ ...world, logs, nowMs: () => demoNowMs });
  // Stories are played where all that they wait for has room.
  using screen = new MemoryScreen({ engine, columns: 120, rows: 40, theme });
  await screen.started;
  await play(screen, story, engine);
  const seen: Shot[] = [];
  for (const [place, [columns, rows]] of sizes.entries()) {
    screen.resize(columns, rows);
    const wanted = kept[place];
    if (wanted === undefined) await screen.settled(250);
    else await screen.waitFor(() => screen.lines().join('\n') === wanted, longestMs);
    // Looks may change after the words.
    await screen.settled(20);
    seen.push({ lines: screen.lines(), cells: screen.cells() });
  }
  return seen;
}

/** Of the pictures of a story the texts, by size; none where nothing is kept. */
function keptTexts(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  const [, ...sections] = readFileSync(path, 'utf8').split(/^=== .*\n/m);
  return sections.map((section) => textOf(section).join('\n'));
}

describe.each(stories)('$name', (story) => {
  test('at 40x10, 80x24, 120x40 and 200x50, in dark, light and without colours', async () => {
    const path = join(golden, `${story.name}.txt`);
    const kept = keptTexts(path);
    const [dark = [], light = [], none = []] = await Promise.all(themes.map((theme) => shots(story, theme, kept)));
    const sections = sizes.map(([columns, rows], place) => {
      const [one, ...others] = [dark[place], light[place], none[place]] as Shot[];
      for (const other of others) expect(other.lines, `${columns}x${rows}`).toEqual(one?.lines);
      const letters = (one?.cells ?? []).map((row, y) =>
        row.map((cell, x) => looks.letter([cell, ...others.map((other) => other.cells[y]?.[x] as Cell)])).join(''),
      );
      const focus = one?.lines.join('\n').match(/▶/g);
      expect(focus, 'exactly one place has the keyboard').toHaveLength(1);
      return `=== ${columns}x${rows}\n${picture(one?.lines ?? [], letters)}`;
    });
    await expect(sections.join('')).toMatchFileSnapshot(path);
    const plain = none.flatMap(({ cells }) => cells.flat());
    expect(plain.some(({ foreground, background }) => foreground !== 'default' || background !== 'default')).toBe(
      false,
    );
  });
});

afterAll(() => {
  if (!process.env['CI'] && looks.toString() !== keptLooks) writeFileSync(looksPath, looks.toString());
  expect(looks.toString(), 'every look is kept').toBe(process.env['CI'] ? keptLooks : looks.toString());
});

test('below 40x10 there is only the list and a hint, and the rest comes back with the room', async () => {
  const engine = new StillEngine({ ...demoWorlds['some'], nowMs: () => demoNowMs });
  using screen = new MemoryScreen({ engine, columns: 39, rows: 9, theme: 'dark' });
  await see(screen, 'nightly');
  await screen.settled(100);
  await expect(`${screen.lines().join('\n')}\n`).toMatchFileSnapshot(join(golden, 'tiny.txt'));
  screen.resize(12, 3);
  const isSmall = () => /^▸ web-1/m.test(screen.lines().join('\n')) && !screen.lines().join('\n').includes('nightly');
  expect(await screen.waitFor(isSmall, longestMs)).toBe(true);
  screen.resize(120, 40);
  await see(screen, '/page/59');
});

test('in high contrast no colour is faint or of its own', async () => {
  const engine = new StillEngine({ ...demoWorlds['some'], nowMs: () => demoNowMs });
  using screen = new MemoryScreen({ engine, columns: 120, rows: 40, theme: 'high-contrast' });
  await see(screen, '/page/59');
  const cells = screen.cells().flat();
  expect(cells.filter(({ foreground }) => foreground.startsWith('#'))).toEqual([]);
  expect(cells.filter(({ attributes }) => attributes.includes('dim'))).toEqual([]);
});
