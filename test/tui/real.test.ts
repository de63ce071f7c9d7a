// conman-tui as users run it: the bundled program in a real terminal, on a real conmand and real containers.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { Conman, run } from '../cli/conman.ts';
import { Screen } from '../fixtures/screen.ts';

const conmanTui = resolve(import.meta.dirname, '../../bin/conman-tui');

/** The program on a terminal of a shell, which tells how it ended and how it left the terminal. */
function openTui(conman: Conman, size: { readonly columns: number; readonly rows: number }): Screen {
  const script = `before=$(stty -g); '${conmanTui}' -H '${conman.socket}'; echo "ended $?"; [ "$before" = "$(stty -g)" ] && echo same modes`;
  return new Screen(['/bin/sh', '-c', script], size);
}

/** The shell's only child is the program: its wrapper has become it. */
function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());
}

const wide = { columns: 120, rows: 40 };

function type(screen: Screen, text: string, ...chords: readonly string[]): void {
  screen.type(text);
  screen.keys(...chords);
}

/** Fills the form: the rootfs directory in place of the image, a name, a command. */
async function create(screen: Screen, rootfs: string, name: string, command: string): Promise<void> {
  screen.keys('n');
  await screen.waitForText('New container');
  // The image that is proposed: the last one used, or the first there is.
  await screen.waitForText(/Image +\S/);
  type(screen, '', 'ctrl-u');
  type(screen, rootfs, 'tab', 'ctrl-u');
  type(screen, name, 'tab', 'ctrl-u');
  type(screen, command, 'enter');
}

async function expectCleanEnd(screen: Screen, status: number): Promise<void> {
  await screen.waitForText(`ended ${status}`);
  await screen.waitForText('same modes');
  expect(screen.isAlternate).toBe(false);
  expect(screen.modes.mouseTrackingMode).toBe('none');
  expect(screen.modes.bracketedPasteMode).toBe(false);
}

test('create, see the log, stop, remove, quit', async () => {
  await using conman = await Conman.start();
  await using screen = openTui(conman, wide);
  await screen.waitForText('No containers yet');
  await create(screen, conman.rootfs, 'web', `sh -c 'i=0; while true; do i=$((i+1)); echo "line $i"; sleep 0.1; done'`);
  await screen.waitForText('● running');
  await screen.waitForText('line 5');
  screen.keys('K');
  await screen.waitForText('end it at once');
  screen.keys('j', 'enter');
  await screen.waitForText('exited 137 KILL');
  screen.keys('d');
  await screen.waitForText('Remove web?');
  screen.keys('enter');
  await screen.waitFor(() => !screen.text().includes('Remove web?'), 'the question to go');
  expect(screen.text()).toContain('exited 137 KILL');
  screen.keys('d');
  await screen.waitForText('Remove web?');
  screen.keys('y');
  await screen.waitForText('No containers yet');
  screen.keys('q');
  await expectCleanEnd(screen, 0);
});

test('what another client does is seen at once', async () => {
  await using conman = await Conman.start();
  await using screen = openTui(conman, wide);
  await screen.waitForText('No containers yet');
  await conman.ask('run', '-d', '--name', 'other', conman.rootfs, 'sleep', '100');
  await screen.waitForText(/other +● running/);
  await conman.ask('container', 'kill', '-s', 'TERM', 'other');
  await conman.ask('container', 'kill', '-s', 'KILL', 'other');
  await screen.waitForText('exited 137 KILL');
});

test('the form stays open with the reason, and what was tried leaves nothing behind', async () => {
  await using conman = await Conman.start();
  await using screen = openTui(conman, wide);
  await screen.waitForText('No containers yet');
  await create(screen, conman.rootfs, 'bad', 'no-such-command');
  await screen.waitForText('there is no command "no-such-command"');
  expect(screen.text()).toContain('New container');
  type(screen, '', 'ctrl-u');
  type(screen, 'sleep 100', 'enter');
  await screen.waitForText(/bad +● running/);
  await create(screen, '/no/such/directory', 'worse', 'sleep 1');
  await screen.waitForText('/no/such/directory');
  await screen.waitForText(/does not exist|no such/i);
  screen.keys('escape');
  await screen.waitFor(() => !screen.text().includes('New container'), 'the form to close');
  screen.keys('q');
  await expectCleanEnd(screen, 0);
});

test('attach: typed lines arrive, and both ways of leaving let it run', async () => {
  await using conman = await Conman.start();
  await conman.ask('run', '-d', '-it', '--name', 'box', conman.rootfs, 'sh');
  await using screen = openTui(conman, wide);
  await screen.waitForText(/box +● running/);
  screen.keys('a');
  await screen.waitForText('Attached to box');
  await screen.waitForText('Ctrl-C reaches PID 1');
  type(screen, 'echo pid $$; stty size', 'enter');
  await screen.waitForText('pid 1');
  await screen.waitForText('13 118');
  screen.keys('ctrl-p', 'ctrl-q');
  await screen.waitForText('left box running');
  screen.keys('a');
  await screen.waitForText('Ctrl-C reaches PID 1');
  screen.keys('ctrl-g', 'd');
  await screen.waitForText(/▶ Containers/);
  screen.keys('a');
  await screen.waitForText('Ctrl-C reaches PID 1');
  type(screen, 'exit 4', 'enter');
  await screen.waitForText('exited 4 · Enter attach again · q close');
  screen.keys('enter');
  await screen.waitForText('box does not run (exited 4)');
});

test('conmand dies under the open screen and comes back: it says so and goes on', async () => {
  await using conman = await Conman.start();
  await conman.ask(
    'run',
    '-d',
    '--name',
    'web',
    conman.rootfs,
    'sh',
    '-c',
    'while true; do echo tick $((n+=1)); sleep 0.2; done',
  );
  await using screen = openTui(conman, wide);
  await screen.waitForText('tick 3');
  await conman.killDaemon('SIGKILL');
  await screen.waitForText('conmand is gone');
  screen.keys('s');
  await screen.waitForText('conmand does not answer');
  expect(screen.text()).toMatch(/web +● running/);
  await conman.startDaemon();
  await screen.waitForText('● runc');
  const [last = '0'] = [...screen.text().matchAll(/tick (\d+)/g)].map(([, count]) => count as string).toReversed();
  await screen.waitForText(`tick ${Number(last) + 5}`);
  screen.keys('q');
  await expectCleanEnd(screen, 0);
});

test.each([
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGINT', 130],
] as const)('%s leaves the terminal clean', async (signal, status) => {
  await using conman = await Conman.start();
  await using screen = openTui(conman, wide);
  await screen.waitForText('No containers yet');
  process.kill(childOf(screen.pid), signal);
  await expectCleanEnd(screen, status);
});

test('without a terminal, with a bad option, on a socket of nobody: it says what is wrong', async () => {
  await using conman = await Conman.start();
  const { status, stderr } = await run([conmanTui, '-H', conman.socket]);
  expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining('needs a terminal') });
  await using screen = new Screen([conmanTui, '-H', join(conman.root, 'nobody.sock')], wide);
  await screen.waitForText('No connection');
  await screen.waitForText('nobody.sock');
  screen.keys('q');
  expect((await screen.exited).exitCode).toBe(0);
});

test('who may not use the socket is told so, on the normal screen', async () => {
  await using conman = await Conman.start();
  const program = resolve(import.meta.dirname, '../../dist/conman-tui.js');
  const nobody = ['setpriv', '--reuid', '65534', '--clear-groups'] as const;
  await using screen = new Screen([...nobody, process.execPath, program, '-H', conman.socket], wide);
  await screen.waitForText('conman-tui: you may not use');
  expect((await screen.exited).exitCode).toBe(1);
  expect(screen.text()).toContain('sudo');
  expect(screen.isAlternate).toBe(false);
});
