import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleProgram } from './fixtures/drawing/bundle-program.ts';
import { SideBySide } from './fixtures/drawing/side-by-side.ts';
import { Screen } from './fixtures/screen.ts';

const size = { columns: 90, rows: 28 };

/** Colours of every kind, attributes, wide characters, marks, and text written over halves of wide characters. */
const colourful = String.raw`
printf '\033[1mbold\033[0m \033[2mdim\033[0m \033[3mitalic\033[0m \033[4munder\033[0m \033[7minverse\033[0m \033[9mstrike\033[0m\n'
for i in $(seq 0 255); do printf '\033[48;5;%dm \033[38;5;%dm#\033[0m' $i $i; done; echo
for i in $(seq 0 4 255); do printf '\033[48;2;%d;%d;128m \033[38;2;255;%d;0mx\033[0m' $i $((255-i)) $i; done; echo
printf '你好，世界 こんにちは 안녕 — ｆｕｌｌ 😀🚀🎉 e\314\201a\314\210 ▁▂▃▄▅▆▇█ ┌─┐│└┘ ⠋⠙⠹\n'
printf '你好你好\033[4G|\n' ; printf '\033[3;80H你你你你你你你你'
printf '\033[12;10Hlinks und \033[31mrechts\033[K\033[0m\033[13;1H\033[44m\033[K\033[0m'
printf '\033[5;10r\033[10;1Hscrolled\n\n\033[r\033[20;1H'
printf 'DONE'; read x
`;

describe('the drawing machinery', () => {
  let program: string;
  let directory: string;

  beforeAll(async () => {
    program = await bundleProgram(join(import.meta.dirname, 'fixtures/drawing/pane-program.tsx'));
    directory = mkdtempSync(join(tmpdir(), 'drawing-'));
    writeFileSync(join(directory, 'colourful.sh'), colourful);
    writeFileSync(
      join(directory, 'text'),
      Array.from({ length: 300 }, (_, i) => `line ${i} 你好 ${'x'.repeat(i % 120)}`).join('\n'),
    );
  });

  afterAll(() => rmSync(directory, { recursive: true }));

  function both(...command: readonly [string, ...string[]]): SideBySide {
    return new SideBySide(program, command, { ...size, cwd: directory });
  }

  test('shows every cell of colours, attributes and wide characters as the program drew it', async () => {
    await using screens = both('bash', 'colourful.sh');
    await screens.direct.waitForText('DONE');
    await screens.expectSameCells();
  });

  test('shows vim and follows what is typed into it', async () => {
    await using screens = both(
      'vim',
      '-u',
      'NONE',
      '-i',
      'NONE',
      '-n',
      '--cmd',
      'set ruler | syntax on',
      'colourful.sh',
    );
    await screens.direct.waitForText('colourful.sh');
    await screens.expectSameCells();
    screens.keys('down', 'down', 'o', 'h', 'i', ' ', '你', 'escape');
    await screens.direct.waitForText('hi 你');
    await screens.expectSameCells();
    screens.keys('ctrl-f', ':', 'v', 's', 'p', 'enter');
    await screens.direct.waitForText(/colourful\.sh \[\+\].*colourful\.sh \[\+\]/);
    await screens.expectSameCells();
  });

  test('shows less, its alternate screen and its end', async () => {
    await using screens = both('sh', '-c', 'echo before; less -S text; echo after; read x');
    await screens.direct.waitForText('line 20');
    await screens.expectSameCells();
    screens.keys('pagedown', 'right', '/', '2', '5', '0', 'enter');
    await screens.direct.waitForText('line 250');
    await screens.expectSameCells();
    screens.keys('q');
    await screens.direct.waitForText('after');
    await screens.expectSameCells();
  });

  test('follows a storm of resizes', async () => {
    // It looks by itself: a bash that is in its trap can miss the last of many SIGWINCH.
    const look = 's=$(stty size); if [ "$s" != "$last" ]; then clear; echo "$s"; last=$s; fi';
    await using screens = both(
      'bash',
      '-c',
      `echo ready; last=$(stty size); while :; do read -t 0.05 x; ${look}; done`,
    );
    await screens.direct.waitForText('ready');
    await screens.paned.waitForText('ready');
    for (let step = 0; step < 40; step++) screens.resize(40 + ((step * 17) % 90), 8 + ((step * 7) % 30));
    screens.resize(61, 13);
    await screens.paned.waitForText('13 61');
    await screens.expectSameCells();
  });

  test('shows tmux with its own panes, and what it does at many sizes', async () => {
    // A socket each: a server would share its window between them.
    const inner = 'printf "\\033[38;2;9;200;99m你好 😀\\033[0m\\n"; echo ready; exec cat';
    const start = `exec tmux -S "$(mktemp -d)/s" -f tmux.conf new-session '${inner}' ';' split-window -h '${inner}' ';' split-window '${inner}'`;
    writeFileSync(join(directory, 'tmux.conf'), 'set -g status off\nset -g destroy-unattached on\nset -g mouse on\n');
    await using screens = both('sh', '-c', start);
    await screens.direct.waitFor(() => screens.direct.text().split('ready').length === 4, 'three panes');
    await screens.expectSameCells();
    for (const [columns, rows] of [
      [40, 10],
      [120, 40],
      [61, 17],
      [90, 28],
    ] as const) {
      screens.resize(columns, rows);
    }
    screens.keys('ctrl-b', 'z');
    await screens.direct.waitFor(() => screens.direct.text().split('ready').length === 2, 'one pane');
    await screens.expectSameCells();
  });

  test('shows htop: the same bytes give the same cells', async () => {
    // What it shows changes from moment to moment, so that one run is recorded and played in both.
    const recorder = new Screen(['htop', '-d', '2'], size);
    await recorder.waitForText('PID');
    recorder.keys('f5', 'down', 'down', 'f2');
    await recorder.waitForText(/Setup|Categories/);
    const played = join(directory, 'htop');
    writeFileSync(played, recorder.output);
    await recorder[Symbol.asyncDispose]();
    await using screens = both('sh', '-c', 'stty -echo -onlcr; cat htop; printf "\\033[?25h\\033[5;5H"; read x');
    await screens.direct.waitForText(/Setup|Categories/);
    await screens.expectSameCells();
  });

  test('keeps up with a flood and ends on the same screen', async () => {
    await using screens = both('bash', '-c', 'seq 1 60000; printf FLOODED; read x');
    await screens.direct.waitForText('FLOODED');
    await screens.expectSameCells();
  });

  test('shows a program that draws where the mouse is', async () => {
    await using screens = both('bash', join(import.meta.dirname, 'fixtures/drawing/mouse-painter.sh'));
    await screens.direct.waitForText('ready');
    await screens.paned.waitForText('ready');
    for (const screen of [screens.direct, screens.paned]) {
      screen.click(10, 5);
      // A drag with the right button, a wheel, and a place at the edge.
      screen.type('\u001b[<2;31;9M\u001b[<34;33;10M\u001b[<34;35;11M\u001b[<2;37;12m\u001b[<65;50;20M');
      screen.click(89, 27);
    }
    await screens.direct.waitForText(/你M[\s\S]*你M/);
    await screens.direct.waitFor(() => screens.direct.text().split('你').length > 6, 'all of it');
    await screens.expectSameCells();
  });

  test('hands the program its keys, its mouse and its pastes, and nothing it did not ask for', async () => {
    const ready = 'stty raw -echo; printf "\\033[?1000h\\033[?1006h\\033[?2004hready"; cat -v';
    await using screen = new Screen([process.execPath, program, 'sh', '-c', ready], size);
    await screen.waitForText('ready');
    screen.click(4, 2);
    await screen.waitForText('^[[<0;5;3M^[[<0;5;3m');
    screen.type('\u001b[200~two\nlines\u001b[201~');
    await screen.waitForText('^[[200~two^Mlines^[[201~');
    screen.type('\u001b[I');
    screen.keys('alt-x', 'f5', 'ctrl-g', 'ctrl-g', 'ctrl-c');
    await screen.waitForText('^[x^[[15~^G^C');
    expect(screen.text()).not.toContain('^[[I');
  });

  test('lets nothing of the program reach the terminal but text and colours', async () => {
    const rude = String.raw`printf '\033]0;title\007\033]52;c;AAAA\007\a\033[5i\033P+q544e\033\\\033]8;;http://x\007link\033]8;;\007\033[?1003h\033[8;9;9tDONE'; read x`;
    await using screen = new Screen([process.execPath, program, 'bash', '-c', rude], size);
    await screen.waitForText('linkDONE');
    await screen.waitUntilQuiet(50);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the control characters are what is looked for.
    const sequences = new Set(screen.output.match(/\u001b(?:\[[?0-9; ]*[@-~]|[^[])|[\u0000-\u001a\u001c-\u001f]/g));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences begin with one.
    const known = /^\u001b\[(?:\?(?:1049|7|25|1002|1004|1006|2004|2026)[hl]|[0-9;]*[HmX]|\d q)$/;
    expect([...sequences].filter((sequence) => !known.test(sequence))).toEqual([]);
    expect(screen.modes.mouseTrackingMode).toBe('drag');
  });

  describe('on the way out', () => {
    async function expectRestored(screen: Screen): Promise<void> {
      await screen.exited;
      await screen.waitUntilQuiet(20);
      expect(screen.isAlternate).toBe(false);
      expect(screen.modes).toMatchObject({
        mouseTrackingMode: 'none',
        bracketedPasteMode: false,
        sendFocusMode: false,
        wraparoundMode: true,
      });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequence begins with one.
      expect(screen.output.match(/\u001b\[\?25[hl]/g)?.at(-1)).toBe('\u001b[?25h');
    }

    function start(): Screen {
      // A shell around it, to see what is left of the terminal.
      const shell = `"$0" "$@"; echo "status $?"; stty -a | grep -o -- "-\\?icanon\\|-\\?echo "`;
      return new Screen(['sh', '-c', shell, process.execPath, program, 'sh', '-c', 'echo inside; read x'], size);
    }

    async function childOf(screen: Screen): Promise<number> {
      const { readFileSync } = await import('node:fs');
      return Number(readFileSync(`/proc/${screen.pid}/task/${screen.pid}/children`, 'utf8').trim().split(' ')[0]);
    }

    test('leaves the terminal clean when it quits', async () => {
      await using screen = start();
      await screen.waitForText('inside');
      expect(screen.isAlternate).toBe(true);
      screen.keys('ctrl-g', 'q');
      await expectRestored(screen);
      expect(screen.text()).toMatch(/^status 0\nicanon\necho/);
    });

    test.each([
      ['SIGTERM', 143],
      ['SIGHUP', 129],
      ['SIGINT', 130],
    ] as const)('leaves the terminal clean after %s, and ends by it', async (signal, status) => {
      await using screen = start();
      await screen.waitForText('inside');
      process.kill(await childOf(screen), signal);
      await expectRestored(screen);
      expect(screen.text()).toContain(`status ${status}`);
      expect(screen.text()).toMatch(/\nicanon\necho/);
    });

    test('leaves the terminal clean after an error nobody caught, and shows it', async () => {
      await using screen = start();
      await screen.waitForText('inside');
      screen.keys('ctrl-g', 'x');
      await expectRestored(screen);
      expect(screen.text()).toContain('asked to fail');
      expect(screen.text()).toContain('status 1');
    });
  });
});
