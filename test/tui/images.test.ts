// Images on real content: pulled, pushed, saved and loaded, and what a container has changed of one.
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conman } from '../cli/conman.ts';
import { busyboxMembers } from '../fixtures/busybox-layers.ts';
import { TestRegistry } from '../fixtures/registry.ts';
import { Screen } from '../fixtures/screen.ts';

const conmanTui = resolve(import.meta.dirname, '../../bin/conman-tui');
let registry: TestRegistry;

beforeAll(async () => {
  registry = await TestRegistry.start();
  const members = [
    ...busyboxMembers(),
    { path: 'etc/motd', content: 'hello\n' },
    { path: 'etc/old', content: 'old\n' },
  ];
  await registry.push('app', { layers: [{ members }], config: { Cmd: ['sleep', '1000'] } }, '1');
});

afterAll(async () => await registry[Symbol.asyncDispose]());

async function openImages(conman: Conman): Promise<Screen> {
  const screen = new Screen([conmanTui, '-H', conman.socket], { columns: 120, rows: 40, cwd: conman.root });
  await screen.waitForText('No containers yet');
  screen.keys('2');
  await screen.waitForText('▶ Images');
  return screen;
}

test('pulled, pushed under another name, saved, removed, loaded again, and run', async () => {
  await using conman = await Conman.start();
  const app = `${registry.host}/app:1`;
  await using screen = await openImages(conman);
  screen.keys('p');
  screen.type(`${app}\r`);
  await screen.waitForText(`pulled ${app}`);
  screen.keys('g');
  await screen.waitForText(`${app} [History]`);
  screen.keys('u');
  await screen.waitForText(`Push ${app}`);
  screen.keys('ctrl-u');
  screen.type(`${registry.host}/mirror/app:2\r`);
  await screen.waitForText('The registry has it.');
  await screen.waitForText(/█{24} +there already/);
  screen.keys('q', 's');
  await screen.waitForText(`Save ${app}`);
  await screen.waitForText('app-1.tar');
  screen.keys('enter');
  await screen.waitForText(/saved .* MB, to/);
  screen.keys('s', 'enter');
  await screen.waitForText('app-1.tar is there already');
  screen.keys('d', 'y');
  await screen.waitForText('busybox:latest [History]');
  screen.keys('l');
  await screen.waitForText('Load images');
  screen.type('app-1.tar\r');
  await screen.waitForText(`loaded ${app}`);
  screen.keys('g');
  await screen.waitForText(`${app} [History]`);
  screen.keys('@');
  await screen.waitForText(/✓ conmanctl .* image load .*app-1\.tar/);
  await screen.waitForText(/✓ conmanctl .* image push [^✓]*mirror/);
  screen.keys('q', 'n');
  await screen.waitForText('New container');
  screen.keys('enter');
  await screen.waitForText('▶ Containers');
  await screen.waitForText(/app-1 +● running/);
});

test('a push to a registry that is not there says so; r tries again', async () => {
  await using conman = await Conman.start();
  await using screen = await openImages(conman);
  await screen.waitForText('busybox');
  screen.keys('u');
  screen.type('\u0015127.0.0.1:1/app:1\r');
  await screen.waitForText('What has arrived is not sent again');
  screen.keys('c');
  await screen.waitForText('it has ended');
  screen.keys('r');
  await screen.waitForText('What has arrived is not sent again');
  screen.keys('q', '@');
  await screen.waitForText(/✗ conmanctl .* image push/);
});

test('a file that is no archive is refused, and says what was expected', async () => {
  await using conman = await Conman.start();
  writeFileSync(join(conman.root, 'note'), 'not an archive\n');
  await using screen = await openImages(conman);
  await screen.waitForText('busybox');
  screen.keys('l');
  screen.type('note\r');
  await screen.waitForText('cannot load images');
  screen.keys('l');
  screen.type('missing\r');
  await screen.waitForText(/cannot load images: .*missing/);
  expect(existsSync(join(conman.root, 'note'))).toBe(true);
});

test('what a container changed of its image, to be looked at and copied', async () => {
  await using conman = await Conman.start();
  const app = `${registry.host}/app:1`;
  await conman.ask('image', 'pull', '-q', app);
  const script = 'echo bye >/etc/motd; rm /etc/old; echo new >/etc/new; exec sleep 1000';
  await conman.ask('run', '-d', '--name', 'web', app, 'sh', '-c', script);
  await using screen = new Screen([conmanTui, '-H', conman.socket], { columns: 120, rows: 40, cwd: conman.root });
  await screen.waitForText(/web +● running/);
  screen.keys('f');
  await screen.waitForText(/d\S+ .* etc\//);
  screen.keys('D');
  await screen.waitForText(/\+ added +\/etc\/new/);
  await screen.waitForText(/~ changed +\/etc\/motd/);
  await screen.waitForText(/- deleted +\/etc\/old/);
  await screen.waitForText('not as in the image');
  while (!/▸ +~ changed +\/etc\/motd/.test(screen.text())) {
    const before = screen.text();
    screen.keys('j');
    await screen.waitFor(() => screen.text() !== before, 'the next row');
  }
  screen.keys('enter');
  await screen.waitForText('║ bye');
  screen.keys('q', 'c', 'enter');
  await screen.waitForText('copied 1 entry');
  expect(existsSync(join(conman.root, 'motd'))).toBe(true);
  screen.keys('D');
  await screen.waitForText(/d\S+ .* etc\//);
});
