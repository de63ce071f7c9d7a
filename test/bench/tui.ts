/**
 * What drawing costs, beside a plain shell and tmux, all measured in this run: `npm run bench:tui`,
 * or `npm run bench:tui -- Floods` for the sections whose title contains a word.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bundleProgram } from '../fixtures/drawing/bundle-program.ts';
import { atMost, type Figure, median, peer, report } from './figures.ts';
import { makeRootfs, type PrivateDaemon, startPrivateDaemon } from './private-daemon.ts';
import { DockerApi } from './tui/ctop.ts';
import type { DrawingOptions, FrameCosts } from './tui/drawing-options.ts';
import { type Command, RawTerminal } from './tui/raw-terminal.ts';
import { isInstalled } from './turns.ts';

const directory = mkdtempSync('/tmp/tb-');
// The programs under test remember what they showed here, not in the home of whoever measures.
process.env['XDG_STATE_HOME'] = directory;
/** The same shell everywhere: tmux would not hand on a prompt set in the environment. */
const bash: [string, ...string[]] = ['bash', '--rcfile', join(directory, 'bashrc'), '-i'];
writeFileSync(join(directory, 'bashrc'), "PS1='$>'\n");
const program = await bundleProgram(join(import.meta.dirname, 'tui/drawing-program.tsx'));
const conmanTui = join(import.meta.dirname, '../../bin/conman-tui');

/** A program under test: how it starts, and what shows that it is ready. */
interface Contestant {
  readonly command: Command;
  readonly readyText: string;
  /** Ends what it left in the background. */
  readonly cleanUp?: () => void;
}

const plain: Contestant = { command: bash, readyText: '$>' };

function tmux(command: readonly string[] = bash, readyText = '$>'): Contestant {
  const socket = join(directory, 'tmux');
  const cleanUp = () => execFileSync('tmux', ['-S', socket, 'kill-server'], { stdio: 'ignore' });
  return {
    command: ['tmux', '-f', '/dev/null', '-S', socket, 'new-session', command.join(' ')],
    readyText,
    cleanUp,
  };
}

function drawing(options: DrawingOptions): Contestant {
  const readyText = options.shell ? '$>' : 'READY';
  return { command: [process.execPath, program, JSON.stringify(options)], readyText };
}

async function withTerminal<T>(contestant: Contestant, use: (terminal: RawTerminal) => Promise<T>): Promise<T> {
  const terminal = new RawTerminal(contestant.command);
  try {
    await terminal.until(contestant.readyText);
    await delay(300);
    return await use(terminal);
  } finally {
    await terminal[Symbol.asyncDispose]();
    contestant.cleanUp?.();
  }
}

async function frameCosts(): Promise<FrameCosts> {
  const path = join(directory, 'costs');
  await using terminal = new RawTerminal(drawing({ measureInto: path }).command);
  await terminal.until('READY');
  for (let waitedMs = 0; waitedMs < 30_000; waitedMs += 50) {
    await delay(50);
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as FrameCosts;
    } catch {
      // Not yet written.
    }
  }
  throw new Error('The frames were not measured.');
}

async function answers(terminal: RawTerminal, key: string, undo: string, answer: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 60; round++) {
    const tookMs = await terminal.answerTime(key, (data) => data.includes(answer));
    if (tookMs !== undefined) times.push(tookMs);
    await delay(35 + (round % 7));
    terminal.write(undo);
    await delay(35);
  }
  if (times.length < 50) throw new Error(`Only ${times.length} of 60 keys were answered.`);
  return median(times);
}

const echo = (contestant: Contestant) => withTerminal(contestant, (terminal) => answers(terminal, 'z', '\u007f', 'z'));
const selection = () => withTerminal(drawing({}), (terminal) => answers(terminal, 'j', 'k', '▸'));

const runFlood = (terminal: RawTerminal) => terminal.runTime('seq 1 500000', 'DONEMARK');
const flood = (contestant: Contestant) => withTerminal(contestant, runFlood);

/** Share of one core that the program takes, in percent. */
function load(options: DrawingOptions): Promise<number> {
  return withTerminal(drawing(options), async (terminal) => {
    await delay(1000);
    const cpuBefore = terminal.cpuMs();
    const startedAtMs = performance.now();
    await delay(4000);
    return ((terminal.cpuMs() - cpuBefore) / (performance.now() - startedAtMs)) * 100;
  });
}

async function firstFrame(command: Command, readyText: string): Promise<number> {
  await using terminal = new RawTerminal(command);
  return await terminal.until(readyText);
}

/** Medians of several rounds in which all take turns, so that a busy moment hits all alike. */
async function inTurns(rounds: number, measures: readonly (() => Promise<number>)[]): Promise<readonly number[]> {
  const results = measures.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, measure] of measures.entries()) results[index]?.push(await measure());
  }
  return results.map(median);
}

async function frameFigures(): Promise<readonly Figure[]> {
  const costs = await frameCosts();
  return [
    atMost('table: move the selection', costs.selection, 1, 'ms'),
    atMost('table: turn a page', costs.tablePage, 1, 'ms'),
    atMost('log: five new lines', costs.logLines, 1, 'ms'),
    atMost('dialog: open or close (through Ink)', costs.dialog, 4, 'ms'),
  ];
}

async function latencyFigures(): Promise<readonly Figure[]> {
  const busy = { shell: bash, logLinesPerSecond: 1000 };
  const [ours = 0, beside = 0, inTmux = 0, direct = 0] = await inTurns(3, [
    () => echo(drawing({ shell: busy.shell })),
    () => echo(drawing(busy)),
    () => echo(tmux()),
    () => echo(plain),
  ]);
  return [
    atMost('key to selection, p50', await selection(), 1.5, 'ms'),
    atMost('echo in a shell pane, p50', ours, 1.5, 'ms'),
    atMost('echo in a shell pane against tmux', ours / inTmux, 2, 'x'),
    peer('echo beside a busy log, p50', beside, 'ms'),
    peer('echo in tmux, p50', inTmux, 'ms'),
    peer('echo in bash alone, p50', direct, 'ms'),
  ];
}

async function throughputFigures(): Promise<readonly Figure[]> {
  const [ours = 0, inTmux = 0, direct = 0] = await inTurns(5, [
    () => flood(drawing({ shell: bash })),
    () => flood(tmux()),
    () => flood(plain),
  ]);
  return [
    atMost('seq 1 500000 in a shell pane against tmux', ours / inTmux, 1.15, 'x'),
    peer('seq 1 500000 in a shell pane', ours, 'ms'),
    peer('seq 1 500000 in tmux', inTmux, 'ms'),
    peer('seq 1 500000 in bash alone', direct, 'ms'),
  ];
}

async function loadFigures(): Promise<readonly Figure[]> {
  return [
    atMost('idle', await load({}), 0.3, '% of a core'),
    atMost('a thousand rows changed twice a second', await load({ updatesPerSecond: 2 }), 1, '% of a core'),
    atMost('log follow, 100,000 lines/s', await load({ logLinesPerSecond: 100_000 }), 10, '% of a core'),
  ];
}

/** A log that never rests: what the view keeps of it is bounded. */
async function minuteFigures(): Promise<readonly Figure[]> {
  return await withTerminal(drawing({ logLinesPerSecond: 100_000 }), async (terminal) => {
    await delay(15_000);
    const early = terminal.residentMegabytes();
    await delay(45_000);
    const late = terminal.residentMegabytes();
    return [
      peer('resident memory after 15 s at 100,000 lines/s', early, 'MB'),
      atMost('what 45 s more of it add', late - early, 8, 'MB'),
    ];
  });
}

/** The whole of conman-tui, on its engine in memory: what is left to measure is drawing. */
async function demoFigures(): Promise<readonly Figure[]> {
  const application: Contestant = { command: [conmanTui, '--demo'], readyText: 'shop-db' };
  const [first = 0, list = 0] = await inTurns(7, [
    () => firstFrame(application.command, '\u001b[?2026l'),
    () => firstFrame(application.command, application.readyText),
  ]);
  const [key, resident, idle] = await withTerminal(application, async (terminal) => {
    await delay(1000);
    const answered = await answers(terminal, 'j', 'k', '▸');
    const cpuBefore = terminal.cpuMs();
    await delay(4000);
    return [answered, terminal.residentMegabytes(), (terminal.cpuMs() - cpuBefore) / 40] as const;
  });
  return [
    atMost('spawn to first frame, median of 7', first, 100, 'ms'),
    peer('spawn to the list of containers', list, 'ms'),
    atMost('key to selection, p50', key, 1.5, 'ms'),
    atMost('idle', idle, 0.5, '% of a core'),
    atMost('resident memory, no shell', resident, 90, 'MB'),
  ];
}

/** A thousand containers whose cpu and memory change every second, over the socket. */
async function thousandFigures(): Promise<readonly Figure[]> {
  const socket = join(directory, 'thousand.sock');
  const engine = spawn(process.execPath, [join(import.meta.dirname, 'tui/thousand-engine.ts'), socket]);
  try {
    await once(engine.stdout, 'data');
    return await withTerminal({ command: [conmanTui, '-H', socket], readyText: 'web-1' }, measureThousand);
  } finally {
    engine.kill();
  }
}

async function measureThousand(terminal: RawTerminal): Promise<readonly Figure[]> {
  await delay(2000);
  const cpuBefore = terminal.cpuMs();
  const startedAtMs = performance.now();
  await delay(10_000);
  const share = ((terminal.cpuMs() - cpuBefore) / (performance.now() - startedAtMs)) * 100;
  return [
    atMost('a thousand containers updating once a second', share, 3, '% of a core'),
    atMost('key to selection among a thousand, p50', await answers(terminal, 'j', 'k', '▸'), 1.5, 'ms'),
    atMost('resident memory with a thousand containers', terminal.residentMegabytes(), 120, 'MB'),
  ];
}

const bareNode: Command = [process.execPath, '-e', 'process.stdout.write("READY"); setInterval(() => {}, 1e6)'];

/** conman-tui as people start it, on a conmand with a running container. */
async function wholeFigures(): Promise<readonly Figure[]> {
  const daemon = await startPrivateDaemon();
  try {
    return await measureWhole(daemon);
  } finally {
    await daemon.close();
  }
}

async function measureWhole({ engine, rootfs, socket }: PrivateDaemon): Promise<readonly Figure[]> {
  const { id } = await engine.createContainer({ name: 'web-1', image: rootfs, command: ['sleep', '1000'] });
  await engine.startContainer(id);
  const command: Command = [conmanTui, '-H', socket];
  const program: Contestant = { command, readyText: 'web-1' };
  // Only a program that ends by itself leaves its compiled code for the next start.
  await withTerminal(program, async (terminal) => {
    terminal.write('q');
    await terminal.exited;
  });
  const [node = 0, first = 0, known = 0, live = 0] = await inTurns(9, [
    () => firstFrame(bareNode, 'READY'),
    () => firstFrame(command, '\u001b[?2026l'),
    () => firstFrame(command, 'web-1'),
    () => firstFrame(command, '● runc'),
  ]);
  const [bare, withShell, echoed] = await withTerminal(program, async (terminal) => {
    await delay(1000);
    const before = terminal.residentMegabytes();
    terminal.write('e');
    await terminal.until('/ #');
    const answered = await answers(terminal, 'z', '\u007f', 'z');
    return [before, terminal.residentMegabytes(), answered] as const;
  });
  return [
    atMost('spawn to first frame, median of 9', first, 100, 'ms'),
    atMost('spawn to the list as it was last seen', known, 100, 'ms'),
    peer('spawn to the list as conmand gives it', live, 'ms'),
    peer('node alone to its first write', node, 'ms'),
    atMost('first frame against node alone', first / node, 3, 'x'),
    atMost('live list against node alone', live / node, 6, 'x'),
    atMost('resident memory, no shell', bare, 90, 'MB'),
    atMost('one shell more', withShell - bare, 15, 'MB'),
    peer('echo in a shell of a container, p50', echoed, 'ms'),
  ];
}

/** The same in a shell of a container: through the runtime's terminal, conmand and its socket. */
async function containerFloodFigures(): Promise<readonly Figure[]> {
  const daemon = await startPrivateDaemon();
  try {
    return await measureContainerFloods(daemon);
  } finally {
    await daemon.close();
  }
}

async function measureContainerFloods(daemon: PrivateDaemon): Promise<readonly Figure[]> {
  const { engine, rootfs, socket, directory: roots } = daemon;
  const { id } = await engine.createContainer({ name: 'web-1', image: rootfs, command: ['sleep', '1000'] });
  await engine.startContainer(id);
  const runcExec: [string, ...string[]] = ['runc', '--root', join(roots, 'runc'), 'exec', '-t', id, 'sh'];
  const prompt = '/ #';
  const inPane = () =>
    withTerminal({ command: [conmanTui, '-H', socket], readyText: 'web-1' }, async (terminal) => {
      terminal.write('e');
      await terminal.until(prompt);
      await delay(300);
      const tookMs = await runFlood(terminal);
      // It would be entered again.
      for (const exec of await engine.listExecs()) await engine.removeExec(exec.id);
      return tookMs;
    });
  const [ours = 0, inTmux = 0, direct = 0] = await inTurns(5, [
    inPane,
    () => flood(tmux(runcExec, prompt)),
    () => flood({ command: runcExec, readyText: prompt }),
  ]);
  return [
    peer('seq 1 500000 in a shell of a container against runc exec in tmux', ours / inTmux, 'x'),
    peer('seq 1 500000 in a shell of a container', ours, 'ms'),
    peer('seq 1 500000 by runc exec in tmux', inTmux, 'ms'),
    peer('seq 1 500000 by runc exec alone', direct, 'ms'),
  ];
}

/** The peer that can be built from Go's module proxy, on the API of podman: only where both are installed. */
async function peerFigures(): Promise<readonly Figure[]> {
  if (!isInstalled('ctop') || !isInstalled('podman')) return [];
  await using api = await DockerApi.start(join(directory, 'podman'), makeRootfs(join(directory, 'rootfs')));
  process.env['DOCKER_HOST'] = api.host;
  const ctop: Contestant = { command: ['ctop'], readyText: 'web-1' };
  const [list = 0] = await inTurns(5, [() => firstFrame(ctop.command, ctop.readyText)]);
  return await withTerminal(ctop, async (terminal) => {
    const keys: number[] = [];
    for (let round = 0; round < 20; round++) {
      keys.push((await terminal.answerTime(round % 2 === 0 ? 'j' : 'k', () => true)) ?? Number.POSITIVE_INFINITY);
      await delay(300 + 20 * (round % 7));
    }
    return [
      peer('ctop: spawn to the list', list, 'ms'),
      peer('ctop: a key to the next output, p50', median(keys), 'ms'),
      peer('ctop: resident memory', terminal.residentMegabytes(), 'MB'),
    ];
  });
}

async function sizeFigures(): Promise<readonly Figure[]> {
  const resident = (options: DrawingOptions) =>
    withTerminal(drawing(options), async (terminal) => terminal.residentMegabytes());
  const { command, readyText } = drawing({});
  const [ours = 0, alone = 0] = await inTurns(5, [
    () => firstFrame(command, readyText),
    () => firstFrame(bareNode, 'READY'),
  ]);
  const base = await resident({});
  return [
    // One stage, Ink and all; conman-tui itself shows its first frame before that.
    peer('spawn to the first frame of Ink', ours, 'ms'),
    peer('node alone to its first write', alone, 'ms'),
    atMost('resident memory, no shell', base, 90, 'MB'),
    atMost('one shell more', (await resident({ shell: bash })) - base, 15, 'MB'),
  ];
}

try {
  const sections = [
    ['Frames, from the change to the end of the write (200x50)', frameFigures],
    ['Keys', latencyFigures],
    ['Floods', throughputFigures],
    ['A flood in a container', containerFloodFigures],
    ['Load', loadFigures],
    ['A minute of logs', minuteFigures],
    ['Start and size', sizeFigures],
    ['conman-tui on an engine in memory', demoFigures],
    ['A thousand containers', thousandFigures],
    ['conman-tui on a real conmand', wholeFigures],
    ['ctop', peerFigures],
  ] as const;
  const wanted = process.argv[2] ?? '';
  const kept: boolean[] = [];
  for (const [title, measure] of sections.filter(([title]) => title.includes(wanted))) {
    const figures = await measure();
    if (figures.length > 0) kept.push(report(title, figures));
  }
  process.exitCode = kept.every(Boolean) ? 0 : 1;
} finally {
  rmSync(directory, { recursive: true });
}
