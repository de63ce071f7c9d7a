// A start shows the list of the last run before conmand has answered, and says so.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { Conman } from '../cli/conman.ts';
import { Screen } from '../fixtures/screen.ts';

/** End of a synchronized update, DECSET 2026. */
const endOfFrame = '\u001b[?2026l';
const conmanTui = resolve(import.meta.dirname, '../../bin/conman-tui');

function openTui(conman: Conman): Screen {
  const env = { XDG_STATE_HOME: conman.root };
  return new Screen([conmanTui, '-H', conman.socket], { columns: 120, rows: 40, env });
}

test('the last known list is there at once, marked as such, until conmand answers', async () => {
  await using conman = await Conman.start();
  await conman.ask('create', '-I', conman.rootfs, 'web', '--', 'sleep', '100');
  {
    await using screen = openTui(conman);
    await screen.waitForText(/web +◌ created/);
    expect(screen.text()).not.toContain('last known');
    screen.keys('q');
    await screen.exited;
  }
  await conman.ask('create', '-I', conman.rootfs, 'later', '--', 'sleep', '100');
  conman.signalDaemon('SIGSTOP');
  {
    await using screen = openTui(conman);
    await screen.waitForText(/web +◌ created/);
    await screen.waitForText('last known');
    const [firstFrame] = screen.output.split(endOfFrame);
    expect(firstFrame).toContain('web');
    screen.keys('s');
    await screen.waitForText('still connecting to conmand');
    conman.signalDaemon('SIGCONT');
    await screen.waitForText(/later +◌ created/);
    await screen.waitFor(() => !screen.text().includes('last known'), 'the list to be live');
  }
  const document = join(conman.root, 'conman/last-list.json');
  expect(readFileSync(document, 'utf8')).toContain('later');
  writeFileSync(document, readFileSync(document, 'utf8').slice(0, 200));
  await using screen = openTui(conman);
  await screen.waitForText(/later +◌ created/);
  expect(screen.output).not.toContain('last known');
});
