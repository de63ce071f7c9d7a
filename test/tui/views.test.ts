// Lists, tabs and what can be done in them, on real containers.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { Conman } from '../cli/conman.ts';
import { Screen } from '../fixtures/screen.ts';

const conmanTui = resolve(import.meta.dirname, '../../bin/conman-tui');

async function open(conman: Conman, env: Readonly<Record<string, string>> = {}): Promise<Screen> {
  const screen = new Screen([conmanTui, '-H', conman.socket], { columns: 120, rows: 40, env, cwd: conman.root });
  await screen.waitForText(/web +● running/);
  return screen;
}

async function withWeb(): Promise<Conman> {
  const conman = await Conman.start();
  await conman.ask(
    'run',
    '-d',
    '--name',
    'web',
    conman.rootfs,
    'sh',
    '-c',
    'echo hello > /tmp/note; busybox ln -s ../../../../../../.. /tmp/out; exec sleep 1000',
  );
  await conman.ask('run', '-d', '--name', 'db', conman.rootfs, 'sleep', '1000');
  return conman;
}

test('several are marked, stopped and removed together, with a result for each and a line for a shell', async () => {
  await using conman = await withWeb();
  await using screen = await open(conman);
  screen.keys('*', 'K');
  await screen.waitForText('Send a signal to 2 containers');
  screen.keys('j', 'enter');
  await screen.waitForText('done: send a signal to 2 containers');
  await screen.waitFor(() => screen.text().match(/○ exited 137 KILL/g)?.length === 2, 'both to end');
  screen.keys('*', 'd');
  await screen.waitForText('Remove 2 containers?');
  screen.keys('y');
  await screen.waitForText('No containers yet');
  screen.keys('@');
  await screen.waitForText(/✓ conmanctl .* remove --force db|✓ conmanctl .* remove db/);
});

test('graphs and processes of a container that runs', async () => {
  await using conman = await withWeb();
  await using screen = await open(conman);
  await screen.waitForText(/web +● running +\d+\w +\d+\.\d%/);
  screen.keys(']');
  await screen.waitForText(/Memory +\d/);
  await screen.waitForText(/Pids +\d+ .*processes and threads/);
  screen.keys(']', ']');
  await screen.waitForText(/▸ +1 +\d+ +0 S +0:00\.\d+ .*sleep 1000/);
});

test('files are browsed, looked at and copied both ways; nothing is replaced, nothing leads outside', async () => {
  await using conman = await withWeb();
  writeFileSync(join(conman.root, 'upload'), 'from the host');
  await using screen = await open(conman);
  screen.keys('f');
  await screen.waitForText(/▸ d\S+ .* bin\//);
  const inFront = (): string => /▸ [dl-]\S+ .* (\S+)\s*┃/.exec(screen.text())?.[1] ?? '';
  while (inFront() !== 'tmp/') {
    const before = inFront();
    screen.keys('j');
    await screen.waitFor(() => inFront() !== before, `the row after ${before}`);
  }
  screen.keys('enter');
  await screen.waitForText(/▸ -\S+ .* note/);
  screen.keys('enter');
  await screen.waitForText('web:/tmp/note');
  await screen.waitForText(/║ hello/);
  screen.keys('q', 'c', 'enter');
  await screen.waitForText('copied 1 entry');
  expect(readFileSync(join(conman.root, 'note'), 'utf8')).toBe('hello\n');
  screen.keys('c', 'enter');
  await screen.waitForText('note is there already');
  screen.keys('u');
  screen.type('upload\r');
  await screen.waitForText(/-\S+ .* upload/);
  // A link that climbs out of the root leads to the root of the container.
  screen.keys('j');
  await screen.waitForText(/▸ l\S+ .* out -> /);
  screen.keys('enter');
  await screen.waitForText(/Files\] ━+ \/tmp\/out ━┓/);
  await screen.waitForText(/d\S+ .* tmp\//);
  expect(screen.text()).not.toContain('lost+found');
  expect(existsSync(join(conman.root, 'lib'))).toBe(true);
  expect(screen.text()).not.toMatch(/ boot\//);
});

test('limits are changed while it runs', async () => {
  await using conman = await withWeb();
  await using screen = await open(conman);
  screen.keys('E');
  await screen.waitForText('Change web');
  screen.type('64m');
  screen.keys('tab', 'tab', 'tab', 'down', 'down', 'down');
  await screen.waitForText(/--restart always\s/);
  screen.keys('enter');
  await screen.waitFor(() => !screen.text().includes('Change web'), 'the form to close');
  screen.keys('i', '/');
  await screen.waitForText('Search');
  screen.type('policy\r');
  await screen.waitForText(/▸ +policy: always/);
});

test('a configuration with a wrong word is refused: where, what, and what is allowed', async () => {
  await using conman = await withWeb();
  const directory = join(conman.root, 'config/conman');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'tui.json'), '{"theme": "drak", "bogus": 1}');
  const env = { XDG_CONFIG_HOME: join(conman.root, 'config') };
  await using screen = new Screen([conmanTui, '-H', conman.socket], { columns: 120, rows: 20, env });
  await screen.waitForText('theme has to be one of terminal, dark, light, high-contrast');
  await screen.waitForText('bogus is not known; there are theme, mouse');
  expect((await screen.exited).exitCode).toBe(2);
  writeFileSync(join(directory, 'tui.json'), '{"keys": {"containers.remove": ["D"]}}');
  await using right = await open(conman, env);
  right.keys('D');
  await right.waitForText('Remove web?');
});

test('how the screen was left is how it is found', async () => {
  await using conman = await withWeb();
  const env = { XDG_STATE_HOME: join(conman.root, 'state') };
  {
    await using screen = await open(conman, env);
    screen.keys('o', 'enter');
    await screen.waitForText('NAME↑');
    screen.keys(']');
    await screen.waitForText('[Stats]');
    await screen.waitFor(() => existsSync(join(conman.root, 'state/conman/layout.json')), 'the layout to be kept');
    screen.keys('q');
    await screen.exited;
  }
  await using screen = await open(conman, env);
  await screen.waitForText('NAME↑');
  await screen.waitForText('[Stats]');
});

test('networks are made and removed', async () => {
  await using conman = await withWeb();
  await using screen = await open(conman);
  screen.keys('4');
  await screen.waitForText('▶ Networks');
  screen.keys('n');
  await screen.waitForText('New network');
  screen.type('bad name\r');
  await screen.waitForText('name is no subnet');
  screen.keys('escape');
});

test('volumes are made, kept while a container has them, pruned and removed', async () => {
  await using conman = await withWeb();
  await conman.ask('create', '-I', conman.rootfs, '-v', 'kept:/data', 'store', '--', 'true');
  await using screen = await open(conman);
  screen.keys('3');
  await screen.waitForText(/kept +store/);
  screen.keys('n');
  await screen.waitForText('New volume');
  screen.type('scratch app=shop\r');
  await screen.waitForText(/scratch +nobody/);
  screen.keys('d');
  await screen.waitForText('store has it: remove the container first');
  screen.keys('P', 'j', 'enter');
  await screen.waitForText(/║ scratch +║/);
  screen.keys('y');
  await screen.waitForText(/freed \d/);
  await screen.waitFor(() => !screen.text().includes('scratch'), 'the unused one to go');
  await conman.ask('container', 'remove', 'store');
  await screen.waitForText(/kept +nobody/);
  screen.keys('d');
  await screen.waitForText('All that is in it is lost');
  screen.keys('y');
  await screen.waitForText('No volumes yet');
  expect(await conman.ask('volume', 'list')).toEqual({ volumes: [] });
});
