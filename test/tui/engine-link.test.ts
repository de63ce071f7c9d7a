// The connection to conmand and the log that hangs on it, on the engine in memory.
import { expect, test } from 'vitest';
import { ConmanError } from '../../src/core/errors/index.ts';
import { DemoEngine } from '../../src/ui/demo/demo-engine.ts';
import type { EngineAccess } from '../../src/ui/tui/app/engine-access.ts';
import { EngineLink } from '../../src/ui/tui/app/engine-link.ts';
import { LogFeed } from '../../src/ui/tui/app/log-feed.ts';
import { SlowWork } from '../../src/ui/tui/app/slow-work.ts';
import { LogPainter } from '../../src/ui/tui/log/log-painter.ts';
import type { Message } from '../../src/ui/tui/state/message.ts';
import { sampleContainer, sampleState } from '../../src/ui/tui/state/sample.ts';

const gone = new ConmanError('unavailable', 'nobody listens');

/** Messages as they come, and a wait for the next of a kind. */
class Inbox {
  readonly all: Message[] = [];
  #wake: () => void = () => undefined;

  readonly take = (message: Message): void => {
    this.all.push(message);
    this.#wake();
  };

  async next<Kind extends Message['kind']>(kind: Kind): Promise<Extract<Message, { kind: Kind }>> {
    for (;;) {
      const place = this.all.findIndex((message) => message.kind === kind);
      if (place >= 0) return this.all.splice(0, place + 1).at(-1) as Extract<Message, { kind: Kind }>;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

function accessTo(engine: DemoEngine, ensure: () => Promise<void> = async () => undefined): EngineAccess {
  return {
    clientVersion: async () => '0.1.0',
    connect: async () => engine,
    ensureDaemon: ensure,
    versionNotice: async ({ version }) => (version === '0.1.0' ? undefined : 'another version'),
  };
}

const now = 1_700_000_000_000;

function linkTo(access: EngineAccess, onHopeless: (error: ConmanError) => void = () => undefined) {
  const inbox = new Inbox();
  const link = new EngineLink({ access, dispatch: inbox.take, nowMs: () => now, soon: setImmediate, onHopeless });
  return { inbox, link };
}

test('connects, tells the snapshot and what follows', async () => {
  const engine = new DemoEngine({ containers: [sampleContainer('web')] });
  const { inbox, link } = linkTo(accessTo(engine));
  const running = link.run();
  expect(await inbox.next('connected')).toMatchObject({ version: { version: '0.1.0' }, notice: undefined });
  expect((await inbox.next('engine-events')).events[0]?.kind).toBe('snapshot');
  await engine.stopContainer('web');
  expect((await inbox.next('engine-events')).events[0]).toMatchObject({ kind: 'container', type: 'exited' });
  link.close();
  await running;
});

test('comes back by itself, and does not start a conmand that somebody stopped', async () => {
  let starts = 0;
  const engine = new DemoEngine();
  const access = accessTo(engine, async () => {
    starts++;
  });
  const { inbox, link } = linkTo(access);
  const running = link.run();
  await inbox.next('connected');
  engine.disconnect();
  expect((await inbox.next('connection-lost')).error.code).toBe('unavailable');
  await inbox.next('connected');
  expect(starts).toBe(1);
  link.close();
  await running;
});

test('waits longer each time; a wish to connect ends the wait and may start conmand', async () => {
  let starts = 0;
  const engine = new DemoEngine();
  const access = accessTo(engine, async () => {
    starts++;
    if (starts < 4) throw gone;
  });
  const { inbox, link } = linkTo(access);
  const running = link.run();
  const delays: number[] = [];
  for (let attempt = 0; attempt < 3; attempt++) {
    const { retryAtMs } = await inbox.next('connection-lost');
    delays.push(retryAtMs - now);
    link.connectNow();
  }
  await inbox.next('connected');
  expect(delays).toEqual([100, 200, 400]);
  link.close();
  await running;
});

test('gives up at once where permission is missing', async () => {
  const denied = new ConmanError('permission-denied', 'not yours');
  let told: ConmanError | undefined;
  const { link } = linkTo(
    accessTo(new DemoEngine(), async () => {
      throw denied;
    }),
    (error) => {
      told = error;
    },
  );
  await link.run();
  expect(told).toBe(denied);
});

const telling = ({ take: dispatch }: Inbox) => ({ dispatch, slowWork: new SlowWork({ dispatch, nowMs: () => 0 }) });

test('the log of the shown container is read once, and again when conmand is back', async () => {
  const web = sampleContainer('web');
  const db = sampleContainer('db');
  const engine = new DemoEngine({ containers: [web, db], logs: { web: ['one', 'two'], db: ['other'] } });
  const painter = new LogPainter({ timestamp: '', stderrMark: '', match: '', chosen: '' });
  const inbox = new Inbox();
  const feed = new LogFeed({ engine: () => engine, painter, ...telling(inbox) });
  const expectShown = async (text: string): Promise<void> => {
    const shown = () => painter.paint(20, 5).map((row) => row.text.trim());
    await expect.poll(() => shown().join(' ')).toBe(text);
  };
  const state = sampleState([web, db]);
  feed.take(state);
  feed.take({ ...state, focus: 'detail' });
  await expectShown('one two');
  engine.writeLine(web.id, 'three');
  await expectShown('one two three');
  engine.disconnect();
  const callsAfterTaking = () => {
    feed.take(state);
    return engine.calls;
  };
  await expect.poll(callsAfterTaking).toHaveLength(4);
  engine.writeLine(web.id, 'four');
  await expectShown('one two three four');
  feed.take({ ...state, detailId: db.id });
  await expectShown('other');
  const opened = (name: string): readonly string[] => [`readLogPart ${name}`, `readLogs ${name}`];
  expect(engine.calls).toEqual([...opened('web'), ...opened('web'), ...opened('db')]);
  feed.stop();
});

test('a log that cannot be read says why', async () => {
  const web = sampleContainer('web');
  const engine = new DemoEngine({ containers: [web] });
  engine.failures.set('readLogPart', new ConmanError('data-loss', 'the log is damaged'));
  const inbox = new Inbox();
  const painter = new LogPainter({ timestamp: '', stderrMark: '', match: '', chosen: '' });
  new LogFeed({ engine: () => engine, painter, ...telling(inbox) }).take(sampleState([web]));
  expect(await inbox.next('log-problem')).toEqual({ kind: 'log-problem', text: 'the log is damaged' });
});
