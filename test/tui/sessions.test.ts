// Sessions in panes, the mouse and a lost conmand, on the engine in memory and in a real terminal.
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { bundleProgram } from '../fixtures/drawing/bundle-program.ts';
import { Screen } from '../fixtures/screen.ts';

let program: string;
beforeAll(async () => {
  program = await bundleProgram(`${import.meta.dirname}/../fixtures/tui-with-demo-engine.ts`);
});

async function open(columns = 120, rows = 40): Promise<Screen> {
  const screen = new Screen([process.execPath, program, 'some'], { columns, rows, env: { TZ: 'UTC' } });
  await screen.waitForText(columns < 100 ? 'nightly-import' : '/page/59');
  return screen;
}

/** Selects the container called `shell` and opens one in it. */
async function openShell(screen: Screen): Promise<void> {
  screen.keys('j');
  await screen.waitForText('shell [Log]');
  screen.keys('e');
  await screen.waitForText('▶ Shell in shell');
  await screen.waitForText('$');
}

const paneRow = (screen: Screen, row: number): string => screen.lines()[24 + row] ?? '';

test('typed keys are echoed in the pane, also those that came before the shell did', async () => {
  await using screen = await open();
  screen.keys('j');
  await screen.waitForText('shell [Log]');
  screen.keys('e', 'l', 's', 'q');
  await screen.waitForText('lsq');
  expect(paneRow(screen, 1)).toContain('lsq');
  expect(screen.text()).toMatch(/shell +● running/);
});

test('a shell that is left is found again, and ends only when that is said', async () => {
  await using screen = await open();
  await openShell(screen);
  screen.keys('ctrl-g', 'd');
  await screen.waitForText('left shell running: e goes back');
  await screen.waitForText('▶ Containers');
  screen.keys('e');
  await screen.waitForText('▶ Shell in shell');
  screen.keys('f12', 'x');
  await screen.waitForText('End this shell');
  screen.keys('enter');
  await screen.waitForText('▶ Shell in shell');
  screen.keys('ctrl-g', 'x');
  await screen.waitForText('End this shell');
  screen.keys('y');
  await screen.waitForText('exited 129 HUP · Enter reopen · q close');
  screen.keys('q');
  await screen.waitFor(() => !screen.text().includes('Shell in shell'), 'the pane to close');
});

test('output stays when a shell ends; Enter opens another in its place', async () => {
  await using screen = await open();
  await openShell(screen);
  screen.type('kept');
  await screen.waitForText('kept');
  screen.type('\u0004');
  await screen.waitForText('exited 0 · Enter reopen · q close');
  expect(paneRow(screen, 1)).toContain('kept');
  screen.keys('enter');
  await screen.waitFor(() => !screen.text().includes('kept') && paneRow(screen, 1).includes('$'), 'a fresh shell');
});

test('Ctrl-g twice is a real Ctrl-g, and z zooms', async () => {
  await using screen = await open();
  await openShell(screen);
  screen.keys('ctrl-g', 'ctrl-g', 'x');
  await screen.waitForText('x');
  await screen.waitForText('Ctrl-g then d leave');
  screen.keys('ctrl-g', 'z');
  await screen.waitFor(() => !screen.text().includes('Containers ─'), 'the zoom');
  screen.keys('ctrl-g', 'z');
  await screen.waitForText('Containers ─');
});

test('two shells: a second beside the first, and back', async () => {
  await using screen = await open();
  await openShell(screen);
  screen.type('one');
  await screen.waitForText('one');
  screen.keys('ctrl-g', 'c');
  await screen.waitForText('2 of 2');
  screen.keys('ctrl-g', 'p');
  await screen.waitForText('1 of 2');
  await screen.waitForText('one');
  screen.keys('ctrl-g', 'd');
  await screen.waitForText('▶ Containers');
  screen.keys('e');
  await screen.waitForText('Shells in shell');
  await screen.waitForText('left running');
});

test('several shells at once: split, moved between, zoomed, closed', async () => {
  await using screen = await open();
  await openShell(screen);
  screen.type('one');
  await screen.waitForText('one');
  screen.keys('ctrl-g', '|');
  await screen.waitForText('2 of 2');
  screen.type('two');
  await screen.waitForText('two');
  screen.keys('ctrl-g', '-');
  await screen.waitForText('3 of 3');
  screen.type('three');
  await screen.waitForText('three');
  for (const text of ['one', 'two', '1 of 3', '2 of 3', '3 of 3']) expect(screen.text()).toContain(text);
  screen.keys('ctrl-g', 'h');
  await screen.waitForText(/▶ Shell in shell ━+ 1 of 3/);
  screen.type('-left');
  await screen.waitForText('one-left');
  screen.keys('ctrl-g', 'l');
  await screen.waitForText(/▶ Shell in shell ━+ 2 of 3/);
  screen.keys('ctrl-g', 'j');
  await screen.waitForText(/▶ Shell in shell ━+ 3 of 3/);
  screen.keys('ctrl-g', 'z');
  await screen.waitFor(() => !screen.text().includes('one-left'), 'the zoom');
  screen.keys('ctrl-g', 'z');
  await screen.waitForText('one-left');
  screen.click(20, 30);
  await screen.waitForText(/▶ Shell in shell ━+ 1 of 3/);
  screen.keys('ctrl-g', 'd');
  await screen.waitForText('left shell running');
  expect(screen.text()).not.toContain('one-left');
  expect(screen.text()).toContain('two');
  screen.resize(80, 24);
  await screen.waitForText('[ Containers ]');
  screen.resize(120, 40);
  await screen.waitForText('three');
});

test('lines of a session are chosen and copied, and what it writes meanwhile comes later', async () => {
  await using screen = await open();
  await openShell(screen);
  screen.type('first\rsecond\rthird');
  await screen.waitForText('third');
  screen.keys('ctrl-g', '[');
  await screen.waitForText('scrollback');
  screen.keys('y');
  await screen.waitForText('no lines are chosen: V begins');
  screen.keys('V');
  await screen.waitForText('choosing lines');
  screen.keys('g', 'y');
  await screen.waitForText(/copied \d+ lines/);
  await screen.waitFor(() => screen.output.includes('\u001b]52;c;'), 'the copy');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequence is made of them.
  const [, copied = ''] = screen.output.match(/\u001b\]52;c;([^\u0007]*)\u0007/) ?? [];
  expect(Buffer.from(copied, 'base64').toString()).toMatch(/^\$ first\n\$ second\n\$ third\n/);
  screen.type(' more');
  await screen.waitForText('third more');
});

test('what has scrolled away is searched: words, n and N, also while lines are chosen', async () => {
  await using screen = await open();
  await openShell(screen);
  screen.type(`needle one\r${Array.from({ length: 40 }, (_, index) => `line ${index}\r`).join('')}needle two\rlast`);
  await screen.waitForText('last');
  screen.keys('ctrl-g', '[');
  await screen.waitForText('scrollback');
  screen.keys('n');
  await screen.waitForText('nothing is searched for');
  screen.keys('/');
  await screen.waitForText('Search what has scrolled away');
  screen.type('needle\r');
  await screen.waitForText('scrollback · /needle');
  screen.keys('n');
  await screen.waitForText('needle one');
  screen.keys('n');
  await screen.waitForText('no older needle');
  screen.keys('V', 'N', 'y');
  await screen.waitForText(/copied [34]\d lines/);
  await screen.waitForText('last');
});

test('at 80x24 a shell has a tab of its own', async () => {
  await using screen = await open(80, 24);
  screen.keys('j', 'e');
  await screen.waitForText('[ shell shell ]');
  screen.keys('ctrl-g', 'h');
  await screen.waitForText('[ Log ]');
  screen.keys('h');
  await screen.waitForText('[ Containers ]');
});

test('the mouse selects, focuses and scrolls', async () => {
  await using screen = await open();
  screen.click(5, 5);
  await screen.waitForText('out of memory');
  screen.click(5, 3);
  await screen.waitForText('/page/59');
  screen.click(90, 20);
  await screen.waitForText('▶ web-1 [Log]');
  screen.type('\u001b[<64;90;20M');
  await screen.waitForText('staying');
  expect(screen.text()).not.toContain('/page/59');
  const place = (words: string): [number, number] => {
    const y = screen.lines().findIndex((line) => line.includes(words));
    return [screen.lines()[y]?.indexOf(words) ?? 0, y];
  };
  screen.click(...place('Inspect'));
  await screen.waitForText('[Inspect]');
  await screen.waitForText(/▸ *id: a1/);
  screen.type('\u001b[<65;90;20M');
  await screen.waitForText(/▸ *name: web-1/);
  screen.click(...place('K kill'));
  await screen.waitForText('Send a signal');
  screen.click(...place('HUP'));
  await screen.waitForText('sent HUP to web-1');
  screen.click(...place('2 Images'));
  await screen.waitForText('▶ Images');
});

test('when conmand goes and comes, panes and list say so and recover', async () => {
  await using screen = await open();
  await openShell(screen);
  screen.kill('SIGUSR1');
  await screen.waitForText('conmand is gone');
  await screen.waitForText('● runc');
  await screen.waitForText('▶ Shell in shell');
  await screen.waitForText(/┃\$/);
  screen.type('again');
  await screen.waitForText('again');
});

test('every size on the way is drawn whole', async () => {
  await using screen = await open();
  await openShell(screen);
  for (const [columns, rows] of [
    [60, 20],
    [100, 24],
    [39, 9],
    [5, 2],
    [200, 50],
    [120, 40],
  ] as const) {
    screen.resize(columns, rows);
    await screen.waitUntilQuiet();
    expect(screen.isAlternate).toBe(true);
  }
  await screen.waitFor(() => /^[┏┌].*Shell in shell/.test(screen.lines()[24] ?? ''), 'the pane in its place');
});

/** What is on the screen when nothing of it changes any more: its parts come one after the other. */
async function wholeScreen(screen: Screen): Promise<string> {
  let before = '';
  while (before !== screen.text()) {
    before = screen.text();
    await delay(300);
  }
  return before;
}

test('Ctrl-Z stops it as any program, fg brings the screen back whole; in a pane the process gets it', async () => {
  await using screen = new Screen(['bash', '--norc', '-i'], { columns: 120, rows: 40, env: { TZ: 'UTC' } });
  await screen.waitForText('$');
  screen.type(`${process.execPath} ${program} some\r`);
  await screen.waitForText('/page/59');
  const before = await wholeScreen(screen);
  screen.keys('ctrl-z');
  await screen.waitForText('Stopped');
  expect(screen.isAlternate).toBe(false);
  expect(screen.modes.mouseTrackingMode).toBe('none');
  screen.type('echo $((6*7)); stty -a\r');
  await screen.waitForText(/^42$/m);
  await screen.waitForText(/ icanon /);
  screen.type('fg\r');
  await screen.waitFor(() => screen.text() === before, 'the same screen');
  expect(screen.isAlternate).toBe(true);
  expect(screen.modes.mouseTrackingMode).not.toBe('none');
  screen.keys('K');
  await screen.waitForText('Send a signal');
  screen.keys('ctrl-z');
  await screen.waitFor(() => !screen.isAlternate && screen.text().split('Stopped').length === 3, 'the shell');
  screen.type('fg\r');
  await screen.waitForText('Send a signal');
  screen.keys('escape');
  await screen.waitFor(() => !screen.text().includes('Send a signal'), 'the menu to close');
  await openShell(screen);
  screen.keys('ctrl-z');
  screen.type('typed on');
  await screen.waitForText('typed on');
  expect(screen.isAlternate).toBe(true);
});
