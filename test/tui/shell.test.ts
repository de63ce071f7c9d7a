// Shells in panes on real containers: the reason why conman-tui exists.
import { mkdirSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { Conman } from '../cli/conman.ts';
import { Screen } from '../fixtures/screen.ts';

const conmanTui = resolve(import.meta.dirname, '../../bin/conman-tui');
const wide = { columns: 120, rows: 40 };
const chatter = 'i=0; while true; do i=$((i+1)); echo "tick $i"; sleep 0.1; done';

async function openTui(conman: Conman, size = wide): Promise<Screen> {
  const screen = new Screen([conmanTui, '-H', conman.socket], size);
  await screen.waitForText(/web +● running/);
  return screen;
}

async function withWeb(): Promise<Conman> {
  const conman = await Conman.start();
  await conman.ask('run', '-d', '--name', 'web', conman.rootfs, 'sh', '-c', chatter);
  return conman;
}

const lastTick = (screen: Screen): number =>
  Math.max(0, ...[...screen.text().matchAll(/tick (\d+)/g)].map(([, count]) => Number(count)));

test('a shell in a pane while list and log stay live', async () => {
  await using conman = await withWeb();
  await using screen = await openTui(conman);
  screen.keys('e');
  await screen.waitForText('▶ Shell in web');
  await screen.waitForText(/┃.*# /);
  screen.type('echo $((6*7)) $TERM; stty size\r');
  await screen.waitForText('42 xterm-256color');
  await screen.waitForText('13 118');
  const before = lastTick(screen);
  await screen.waitFor(() => lastTick(screen) > before + 5, 'the log to go on');
  screen.resize(130, 45);
  screen.type('until [ "$(stty size)" = "15 128" ]; do sleep 0.05; done; echo fits $((6*7))\r');
  await screen.waitForText('fits 42');
  screen.type('exit 7\r');
  await screen.waitForText('exited 7 · Enter reopen · q close');
  expect((await conman.ctl(['ps', '--output', 'json'])).stdout).toContain('RUNNING');
});

test('a shell that was left is found again, also by another conman-tui', async () => {
  await using conman = await withWeb();
  {
    await using screen = await openTui(conman);
    screen.keys('e');
    await screen.waitForText(/┃.*# /);
    screen.type('mark=kept; echo ready\r');
    await screen.waitForText(/┃ready/);
    screen.keys('ctrl-g', 'd');
    await screen.waitForText('▶ Containers');
    screen.keys('e');
    await screen.waitForText('▶ Shell in web');
    screen.type('echo again $mark\r');
    await screen.waitForText('again kept');
    screen.keys('ctrl-g', 'k');
    await screen.waitForText('▶ Containers');
    screen.keys('q');
    await screen.exited;
    expect(screen.text()).toContain('1 shell left running in web');
  }
  await using screen = await openTui(conman);
  await screen.waitForText('e back to shell');
  screen.keys('e');
  await screen.waitForText('▶ Shell in web');
  screen.type('echo later $mark\r');
  await screen.waitForText('later kept');
  screen.keys('ctrl-g', 'x');
  await screen.waitForText('End this shell');
  screen.keys('y');
  await screen.waitForText(/exited .* · Enter reopen/);
});

test('without a shell in the container it says so', async () => {
  await using conman = await withWeb();
  const bare = join(conman.root, 'bare');
  mkdirSync(join(bare, 'bin'), { recursive: true });
  await conman.ctl(['rm', '-f', 'web']);
  renameSync(join(conman.rootfs, 'bin/busybox'), join(bare, 'bin/sleep'));
  await conman.ask('run', '-d', '--name', 'web', bare, '/bin/sleep', '100');
  await using screen = await openTui(conman);
  screen.keys('e');
  await screen.waitForText('No shell in web');
  await screen.waitForText('Enter try again · q close');
});

test('conmand dies under an open shell: the pane says so, and offers another', async () => {
  await using conman = await withWeb();
  await using screen = await openTui(conman);
  screen.keys('e');
  await screen.waitForText(/┃.*# /);
  await conman.killDaemon('SIGKILL');
  await screen.waitForText('conmand is gone · this session is looked for when it is back');
  await conman.startDaemon();
  await screen.waitForText('the shell ended with the conmand that held it');
  await screen.waitForText('Enter try again · q close');
  screen.keys('enter');
  await screen.waitForText(/┃.*# /);
  screen.type('echo $((6*7))\r');
  await screen.waitForText('42');
});

test('a full-screen program, a flood of output and the 80x24 tab', async () => {
  await using conman = await withWeb();
  await using screen = await openTui(conman, { columns: 80, rows: 24 });
  screen.keys('e');
  await screen.waitForText('[ web shell ]');
  await screen.waitForText(/┃.*# /);
  screen.type('seq 1 100000\r');
  await screen.waitForText(/┃100000/);
  screen.keys('ctrl-g', '[');
  await screen.waitForText('scrollback');
  screen.keys('pageup', 'pageup');
  await screen.waitForText(/┃99960/);
  screen.keys('q');
  await screen.waitForText(/┃100000/);
  screen.type("printf '\\033[?1049h\\033[2J\\033[5;10Hin the %s' middle; sleep 1; printf '\\033[?1049l'\r");
  await screen.waitForText('in the middle');
  expect(screen.lines()[2 + 5]).toBe(`┃${' '.repeat(9)}in the middle${' '.repeat(56)}┃`);
  await screen.waitForText(/┃100000/);
});
