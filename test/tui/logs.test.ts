// The log of a real container: searched, filtered, chosen, saved, and read from disk however long it is.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { Conman } from '../cli/conman.ts';
import { Screen } from '../fixtures/screen.ts';

const conmanTui = resolve(import.meta.dirname, '../../bin/conman-tui');

async function openLog(conman: Conman, script: string): Promise<Screen> {
  await conman.ask('run', '-d', '--name', 'web', conman.rootfs, 'sh', '-c', script);
  const screen = new Screen([conmanTui, '-H', conman.socket], { columns: 120, rows: 40, cwd: conman.root });
  await screen.waitForText(/web +● running/);
  screen.keys('l');
  await screen.waitForText('▶ web [Log]');
  return screen;
}

const inLog = (screen: Screen): string => screen.lines().join('\n');

/** What the program put into the clipboard of its terminal last. */
function clipboard(screen: Screen): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequence is made of them.
  const [, text = ''] = screen.output.match(/\u001b\]52;c;([^\u0007]*)\u0007(?![\s\S]*\u001b\]52)/) ?? [];
  return Buffer.from(text, 'base64').toString();
}

test('search, filter, choose, copy, save', async () => {
  await using conman = await Conman.start();
  const count = (word: string, to: number): string => `seq 1 ${to} | while read n; do echo "${word} $n"; done`;
  const script = `${count('line', 300)}; echo "an Error here" >&2; ${count('more', 200)}; exec sleep 1000`;
  await using screen = await openLog(conman, script);
  await screen.waitForText('more 200');
  screen.keys('/');
  screen.type('error');
  screen.keys('enter');
  await screen.waitForText('▌ an Error here');
  await screen.waitForText('/error');
  screen.keys('n');
  await screen.waitForText('no older error');
  screen.keys('escape');
  await screen.waitFor(() => !screen.text().includes('older error'), 'the message to go');
  screen.keys('escape');
  await screen.waitFor(() => !screen.text().includes('/error'), 'the search to end');
  screen.keys('&');
  screen.type('/(ne|re) 1.7$/');
  screen.keys('enter');
  await screen.waitFor(() => inLog(screen).includes('line 107') && !inLog(screen).includes('line 108'), 'the filter');
  expect(inLog(screen)).toContain('more 197');
  screen.keys('ctrl-s');
  await screen.waitForText('Save the log');
  screen.keys('ctrl-u');
  screen.type('saved.log');
  screen.keys('enter');
  await screen.waitForText(/saved .* to .*saved\.log/);
  expect(readFileSync(join(conman.root, 'saved.log'), 'utf8').split('\n')).toHaveLength(21);
  screen.keys('ctrl-s');
  await screen.waitForText('Save the log');
  screen.keys('ctrl-u');
  screen.type('saved.log');
  screen.keys('enter');
  await screen.waitForText(/there is a file .*saved\.log already/);
  screen.keys('escape');
  await screen.waitFor(() => !screen.text().includes('already'), 'the message to go');
  screen.keys('escape');
  await screen.waitForText('more 200');
  screen.keys('V', 'G');
  await screen.waitForText('choosing lines');
  screen.keys('y');
  await screen.waitForText(/copied \d+ lines/);
  expect(clipboard(screen)).toMatch(/^more \d+\n[\s\S]*more 200\n$/);
  screen.keys('t');
  await screen.waitForText('· UTC');
  screen.keys('1');
  await screen.waitForText('since 1m');
});

test('a log that is longer than memory is in reach from its first line to its last', async () => {
  await using conman = await Conman.start();
  const script = 'i=0; while [ $i -lt 400 ]; do i=$((i+1)); echo "block $i"; cat /words; done; exec sleep 1000';
  writeFileSync(
    join(conman.rootfs, 'words'),
    Array.from({ length: 1500 }, (_, index) => `${index} ${'word '.repeat(15)}\n`).join(''),
  );
  await using screen = await openLog(conman, script);
  await screen.waitForText(/1499 word/, 60_000);
  screen.keys('g');
  await screen.waitForText(/│ +block 1 +│|┃ +block 1 +┃/);
  screen.keys('/');
  screen.type('/block 1?2$/');
  screen.keys('enter', 'N');
  await screen.waitForText('block 2');
  screen.keys('N');
  await screen.waitForText('block 12', 30_000);
  screen.keys('G');
  await screen.waitForText('following');
});

test('a line of a megabyte, and one that tries to take the terminal over', async () => {
  await using conman = await Conman.start();
  const attacks =
    '\\033]0;stolen\\007\\033]52;c;c3RvbGVu\\007\\033[2J\\033[1;1H\\033c\\033[?1049l\\033P1$q\\033\\\\here\\n';
  const script = `printf '${attacks}'; head -c 1048576 /dev/zero | tr '\\0' x; echo; echo after; exec sleep 1000`;
  await using screen = await openLog(conman, script);
  await screen.waitForText('after');
  await screen.waitForText('here');
  expect(screen.isAlternate).toBe(true);
  expect(screen.text()).toContain('▶ web [Log]');
  expect(screen.output).not.toContain('\u001b]0;stolen');
  expect(screen.output).not.toContain('c3RvbGVu');
  expect(screen.output).not.toContain('\u001bc');
  screen.keys('w');
  await screen.waitForText('wrapped');
  await screen.waitForText('after');
  screen.keys('w', 'right', 'right');
  await screen.waitFor(() => screen.text().includes('xxxxxxxx') && !screen.text().includes('here'), 'the shift');
});

test('the logs of marked containers as one, and back', async () => {
  await using conman = await Conman.start();
  const chat = (name: string): string => `for n in 1 2 3; do echo "${name} says $n"; done; cat; echo`;
  for (const name of ['api', 'web']) {
    await conman.ask('run', '-d', '-i', '--name', name, conman.rootfs, 'sh', '-c', chat(name));
  }
  await using screen = new Screen([conmanTui, '-H', conman.socket], { columns: 120, rows: 40, cwd: conman.root });
  await screen.waitForText(/web +● running/);
  screen.keys('m');
  await screen.waitForText('Space marks');
  screen.keys('space', 'space', 'm');
  await screen.waitForText('▶ 2 containers [Log]');
  await screen.waitForText(/api +\| api says 3/);
  await screen.waitForText(/web +\| web says 1/);
  await conman.ctl(['attach', 'api'], { input: 'later from api\n' });
  await conman.ctl(['attach', 'web'], { input: 'later from web\n' });
  await screen.waitForText(/api +\| later from api[\s\S]*web +\| later from web/);
  screen.keys('ctrl-s');
  await screen.waitForText('Save the logs of 2 containers as one');
  screen.type('\u0015merged.log\r');
  await screen.waitForText(/saved .* to .*merged\.log/);
  const saved = readFileSync(join(conman.root, 'merged.log'), 'utf8').split('\n');
  expect(saved.filter((line) => line.includes('later'))).toEqual(['api | later from api', 'web | later from web']);
  expect(saved.filter((line) => /^(api|web) \| \1 says \d$/.test(line))).toHaveLength(6);
  screen.keys('m');
  await screen.waitFor(() => !inLog(screen).includes('| api says'), 'the log of one container');
  await screen.waitForText(/▶ (?:api|web) \[Log\]/);
});
