/** Draws docs/screen.svg: the real conman-tui on real containers, as a person sees it. Needs root and a build. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPrivateDaemon } from '../bench/private-daemon.ts';
import { Screen } from '../fixtures/screen.ts';
import { screenSvg } from './screen-svg.ts';

const project = join(import.meta.dirname, '..', '..');
const server = `i=0; while sleep 0.1; do i=$((i+1)); echo "$(date +%T) GET /basket/$i 200"; [ $((i % 7)) = 0 ] && echo "slow query: 412 ms" >&2; done`;
const containers: readonly (readonly [name: string, tty: boolean, ...command: string[]])[] = [
  ['shop', false, 'sh', '-c', server],
  ['database', false, 'sleep', '100000'],
  ['console', true, 'sh'],
  ['import', false, 'sh', '-c', 'echo 1,200 rows; exit 3'],
  ['cache', false, 'sleep', '100000'],
];

const daemon = await startPrivateDaemon({ socket: '/run/conman-picture.sock' });
try {
  for (const [name, tty, ...command] of containers) {
    const { id } = await daemon.engine.createContainer({ name, image: 'busybox', command, tty, stdin: tty });
    await daemon.engine.startContainer(id);
  }
  await daemon.engine.killContainer('cache', 'KILL');
  await using screen = new Screen([process.execPath, join(project, 'dist', 'conman-tui.js'), '--host', daemon.socket], {
    columns: 120,
    rows: 36,
    env: { NODE_ENV: 'production' },
  });
  await screen.waitForText('shop');
  screen.keys('g', 'e');
  await screen.waitForText('/ #');
  screen.type('ps\r');
  await screen.waitForText('sleep 0.1');
  screen.type('ls -l --color=always / | head -6\r');
  await screen.waitForText(/total \d+/);
  await screen.waitForText(/GET \/basket\/2\d/);
  writeFileSync(join(project, 'docs', 'screen.svg'), screenSvg(screen.cells()));
} finally {
  await daemon.close();
}
