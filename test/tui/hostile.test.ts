// Names, labels, files, messages and logs of somebody who wants the terminal of whoever looks at them.
import { expect, test } from 'vitest';
import type { ContainerProcess, ContainerSummary, ImageSummary } from '../../src/core/api/index.ts';
import { ConmanError } from '../../src/core/errors/index.ts';
import { DemoEngine } from '../../src/ui/demo/demo-engine.ts';
import { views } from '../../src/ui/tui/views/registry.ts';
import { demoNowMs } from '../fixtures/demo-worlds.ts';
import { MemoryScreen } from '../fixtures/memory-screen.ts';

/** A title, a clipboard, a cleared screen, the way home, a reset, the way out of the alternate screen, bells, 8 bits. */
const attack =
  '\u001b]0;stolen\u0007\u001b]52;c;c3RvbGVu\u0007\u001b[2J\u001b[H\u001bc\u001b[?1049l\u001b[?1003h\u0007\u009b31m\u0090x\u009c\u202e\r\n\b';
const evil = `evil${attack}`;
const seconds = (ago: number): bigint => BigInt(demoNowMs - ago * 1000) * 1_000_000n;

const container = (id: string, over: Partial<ContainerSummary>): ContainerSummary => ({
  ...{ id: id.repeat(16), name: `${evil}${id}`, state: 'running', createdAt: seconds(90), startedAt: seconds(60) },
  ...{ finishedAt: 0n, exit: undefined, image: evil, command: [evil, evil], tty: true, stdin: true, pid: 7 },
  ...{ logBytesLost: 1n, message: evil, labels: { [evil]: evil, app: evil } },
  network: {
    networks: [{ name: evil, addresses: [evil], gateways: [], interface: '', mac: '', aliases: [] }],
    ports: [],
  } as never,
  ...over,
});

class HostileEngine extends DemoEngine {
  constructor() {
    const image: ImageSummary = { name: evil, id: evil, createdAt: 1n, sizeBytes: 1, command: [evil] };
    const running = container('a1', {});
    super({
      containers: [running, container('b2', { state: 'unknown', pid: 0 })],
      images: [image],
      volumes: [
        {
          name: evil,
          createdAt: 1n,
          anonymous: false,
          labels: { [evil]: evil },
          sizeBytes: 1,
          mountpoint: evil,
          usedBy: [running.id],
        },
      ],
      logs: { [running.name]: [evil, `\u001b[31mred${attack}`] },
      nowMs: () => demoNowMs,
    });
  }

  override async inspectImage() {
    return { name: evil, [evil]: evil } as never;
  }

  override async imageHistory() {
    return [{ createdAt: evil, createdBy: evil, comment: evil, sizeBytes: 1, digest: evil }];
  }

  override async listProcesses(): Promise<readonly ContainerProcess[]> {
    return [
      {
        ...{ pid: 1, containerPid: 1, parentPid: 0, uid: 0, state: evil, cpuTimeMs: 1, startedAt: 1n },
        ...{ residentBytes: 1, command: [evil] },
      },
    ];
  }

  override async containerChanges() {
    return [{ kind: 'added', path: `/${evil}` }] as never;
  }

  override async *daemonLog() {
    yield evil;
  }

  override async removeContainer(): Promise<never> {
    throw new ConmanError('internal', evil, { hint: evil });
  }

  override readonly listDirectory = async () => [
    {
      name: evil,
      kind: 'symlink',
      mode: 0o777,
      uid: 0,
      gid: 0,
      sizeBytes: 1,
      modifiedAt: 1n,
      linkTarget: evil,
    } as const,
  ];
  override readonly statPath = async () =>
    ({ name: evil, kind: 'file', mode: 0o777, uid: 0, gid: 0, sizeBytes: 1, modifiedAt: 1n }) as const;
  override readonly readFile = async () => ({ data: Buffer.from(evil), sizeBytes: 100 });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the control characters are what is looked for.
const controls = /\u001b(?:\[[?0-9; ]*[@-~]|[\s\S])|[\u0000-\u001a\u001c-\u001f\u007f-\u009f\u202e]/g;
/** What this program uses itself: modes, colours, places, erased cells, the shape of the cursor. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences begin with one.
const own = /^\u001b\[(?:\?(?:1049|7|25|1002|1004|1006|2004|2026)[hl]|[0-9;]*[HmX]|\d q)$/;

test('nothing of what others call things, write or answer reaches the terminal but text and colours', async () => {
  using screen = new MemoryScreen({ engine: new HostileEngine(), columns: 160, rows: 48, theme: 'dark' });
  const see = async (text: string): Promise<void> => {
    const isSeen = await screen.waitFor(() => screen.lines().join('\n').includes(text), 20_000);
    expect(isSeen, `${text} in\n${screen.lines().join('\n')}`).toBe(true);
  };
  await see('evil');
  for (const [place, { id, title, tabs }] of views.entries()) {
    screen.keys(String(place + 1));
    await see(`▶ ${title}`);
    for (const tab of tabs) {
      await screen.settled(60);
      expect(screen.lines().join('\n'), `${id} ${tab.id}`).toContain(tab.title);
      screen.keys(']');
    }
    for (const key of ['x', ':', 'y', '@', 'o', 'O', '?']) {
      screen.keys(key);
      await screen.settled(30);
      screen.keys('escape');
      await screen.settled(30);
    }
  }
  screen.keys('1');
  for (const [keys, text] of [
    [['f', 'enter'], 'The file|evil'],
    [['q', 'D'], '+ added'],
    [['1', 'd', 'y'], 'evil'],
    [['escape', 'K', 'escape'], 'evil'],
    [['E', 'escape'], 'evil'],
    [['N', 'escape'], 'evil'],
    [['b', 'j', 'enter'], 'evil'],
    [['/', 'e', 'enter'], 'evil'],
    [['space', 'space', 'm'], 'containers [Log]'],
    [['1', 'e'], 'Shell in'],
  ] as const) {
    for (const key of keys) {
      screen.keys(key);
      await screen.settled(30);
    }
    await screen.waitFor(
      () => new RegExp(text.replace('+', '\\+').replace('[', '\\[')).test(screen.lines().join('\n')),
      5_000,
    );
  }
  const found = [...new Set(screen.output.match(controls))];
  expect(found.length).toBeGreaterThan(20);
  expect(found.filter((sequence) => !own.test(sequence))).toEqual([]);
});
