import { expect, test } from 'vitest';
import { press, run, sampleContainer, sampleExec, sampleExited, sampleState } from '../state/sample.ts';
import { hints } from './hints.ts';

const web = sampleContainer('web');
const shown = (state: Parameters<typeof hints>[0]): string =>
  hints(state)
    .map(({ keys, text }) => `${keys} ${text}`)
    .join(', ');

test('only what is possible is offered, and called what it does', () => {
  expect(shown(sampleState([web]))).toBe(
    'Enter details, n new, s stop, e shell, a attach, K kill, d remove, x actions, / filter, Tab next pane, ? help, q quit',
  );
  expect(shown(sampleState([sampleExited]))).toBe(
    'Enter details, n new, s start, d remove, x actions, / filter, Tab next pane, ? help, q quit',
  );
  expect(shown(sampleState([web], [sampleExec('x1', web)]))).toContain('e back to shell');
  expect(shown(sampleState([sampleContainer('new', { state: 'created' })]))).toContain('s start');
});

test('a session that has ended has keys of its own only', () => {
  const opened = press(sampleState([web]), 'e').state;
  const paneId = opened.activePaneId as number;
  const exit = { reason: 'exited', code: 0, signal: undefined, at: 1n } as const;
  const ended = run(
    opened,
    { kind: 'pane-live', paneId, exec: undefined },
    { kind: 'pane-ended', paneId, exit },
    { kind: 'hush-over' },
  );
  expect(shown(ended.state)).toBe('Enter reopen, q close, Tab next pane, Esc list, ? help');
});

test('a field of the form has its own keys', () => {
  const form = press(sampleState([web]), 'n').state;
  expect(shown(form)).toBe('Tab next field, ↓ next image, Enter create and start, Esc close');
  expect(shown(press(form, 'tab', 'tab', 'tab').state)).toContain('Space yes or no');
  expect(shown(press(form, 'shift-tab', 'shift-tab').state)).toContain('↓ next choice');
});
