import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ConmanError } from '../../../core/errors/index.ts';
import { DemoEngine } from '../../demo/demo-engine.ts';
import type { Message } from '../state/message.ts';
import { press, sampleContainer, sampleState } from '../state/sample.ts';
import { TablePainter } from '../table/table-painter.ts';
import { tableTheme } from '../theme/painter-themes.ts';
import { createTheme } from '../theme/theme.ts';
import { FilesFeed } from './files-feed.ts';
import { SlowWork } from './slow-work.ts';

const web = sampleContainer('web');
const theme = createTheme(false);

function browsing() {
  const engine = new DemoEngine({ containers: [web] });
  const told: Message[] = [];
  const dispatch = (message: Message): void => void told.push(message);
  const painter = new TablePainter(tableTheme(theme));
  const slowWork = new SlowWork({ dispatch, nowMs: () => 0 });
  const feed = new FilesFeed({ engine: () => engine, painter, theme, dispatch, slowWork });
  feed.take(press(sampleState([web]), 'f').state);
  const settled = async (): Promise<void> => void (await vi.advanceTimersByTimeAsync(1));
  const rows = (): string =>
    painter
      .paint(80, 12)
      .map(({ text }) => text.trimEnd())
      .join('\n');
  return { engine, told, painter, feed, settled, rows };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('D shows only what is not as the image has it, and all files again', async () => {
  const { feed, told, painter, settled, rows } = browsing();
  await settled();
  expect(rows()).toContain('etc/');
  feed.change('compare');
  await settled();
  expect(rows()).toMatch(
    /~ changed +\/etc\n.*\+ added +\/etc\/motd\n.*~ changed +\/etc\/nginx\/nginx\.conf\n.*- deleted/,
  );
  expect(told.at(-1)).toEqual({ kind: 'files', path: '/', changes: 4 });
  painter.select('/etc/motd');
  feed.change('open');
  await settled();
  expect(told.at(-1)).toMatchObject({ kind: 'text', title: 'web:/etc/motd' });
  feed.change('copy-out');
  expect(told.at(-1)).toMatchObject({ kind: 'ask-copy', direction: 'copy-out', path: '/etc/motd' });
  feed.change('compare');
  await settled();
  expect(told.at(-1)).toEqual({ kind: 'files', path: '/', changes: undefined });
  expect(rows()).toContain('drwxr-xr-x');
});

test('what is deleted cannot be looked at or copied, and says so', async () => {
  const { engine, feed, told, painter, settled } = browsing();
  feed.change('compare');
  await settled();
  painter.select('/usr/share/doc/changelog');
  for (const change of ['open', 'copy-out'] as const) {
    feed.change(change);
    await settled();
    expect(told.at(-1)).toMatchObject({ kind: 'told', text: expect.stringContaining('is deleted in the container') });
  }
  expect(engine.calls).not.toContain('statPath');
});

test('where there is no image to compare with, the files stay and it is told', async () => {
  const { engine, feed, told, settled, rows } = browsing();
  await settled();
  engine.failures.set('containerChanges', new ConmanError('failed-precondition', 'web is not made of layers'));
  feed.change('compare');
  await settled();
  expect(told.at(-1)).toMatchObject({ kind: 'told', text: 'web is not made of layers' });
  expect(rows()).toContain('etc/');
});

test('reading that lasts is told, and that it is over', async () => {
  const { engine, feed, told, settled } = browsing();
  await settled();
  const { promise, resolve } = Promise.withResolvers<void>();
  engine.containerChanges = async () => {
    await promise;
    return [];
  };
  feed.change('compare');
  await vi.advanceTimersByTimeAsync(400);
  expect(told.at(-1)).toMatchObject({ kind: 'work-slow', text: 'comparing with the image' });
  resolve();
  await settled();
  expect(told.slice(-2)).toMatchObject([{ kind: 'work-over' }, { kind: 'files', changes: 0 }]);
});
