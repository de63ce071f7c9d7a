import { stripVTControlCharacters } from 'node:util';
import { cleanup, render } from 'ink-testing-library';
import { afterEach, describe, expect, test } from 'vitest';
import { plainFrame } from '../screens/plain-frame.ts';
import { screenModel } from '../screens/screen-model.ts';
import type { AppState } from '../state/app-state.ts';
import { initialState } from '../state/app-state.ts';
import {
  containerEvent,
  press,
  run,
  sampleContainer,
  sampleExited,
  sampleNowMs,
  sampleState,
} from '../state/sample.ts';
import { createTheme } from '../theme/theme.ts';
import { ThemeContext } from '../theme/theme-context.ts';
import { ScreenView } from './app.tsx';

/** The width of ink-testing-library's terminal. */
const size = { columns: 100, rows: 30 };
const theme = createTheme(true);
const web = sampleContainer('web');
const evil = sampleContainer('evil', { name: 'a\u001b[2Jb', command: ['x\ny'] });

function lines(state: AppState): readonly string[] {
  const { lastFrame } = render(
    <ThemeContext value={theme}>
      <ScreenView model={screenModel(state)} />
    </ThemeContext>,
  );
  return stripVTControlCharacters(lastFrame() ?? '')
    .split('\n')
    .map((line) => line.trimEnd());
}

afterEach(cleanup);

describe('the frame before Ink is there is the one that Ink draws', () => {
  const small = { columns: 80, rows: 24 };
  test.each([
    ['connecting', initialState({ host: 'box', socketPath: undefined, size, nowMs: sampleNowMs })],
    ['no containers', sampleState([], [], size)],
    ['some', sampleState([web, sampleExited], [], size)],
    ['a filter being typed', press(press(sampleState([web, sampleExited], [], size), '/').state, 'w').state],
    ['tabs', sampleState([web], [], small)],
    ['tiny', sampleState([web], [], { columns: 30, rows: 8 })],
    [
      'a broken one',
      sampleState([sampleContainer('odd', { state: 'unknown', message: 'its shim is gone' })], [], size),
    ],
  ])('%s', (_, state) => {
    const plain = plainFrame(screenModel(state), theme).rows.map((row) => stripVTControlCharacters(row).trimEnd());
    expect(plain).toEqual(lines(state));
  });
});

test('what strangers call things cannot move the cursor', () => {
  const state = sampleState([evil], [], size);
  const frame = render(<ScreenView model={screenModel(press(state, 'd').state)} />).lastFrame() ?? '';
  expect(frame).not.toContain('\u001b[2J');
  expect(stripVTControlCharacters(frame)).toContain('Remove a␛[2Jb?');
  expect(stripVTControlCharacters(frame)).toContain('x␊y');
});

test('a dialog covers what lies under it, row by row', () => {
  const drawn = lines(press(sampleState([web], [], size), 'd').state);
  const box = drawn.filter((line) => line.includes('║'));
  expect(box.length).toBeGreaterThan(3);
  for (const line of box) expect(line).toMatch(/║ .{56} ║/);
});

test('messages take the place of the hints, with what to do', () => {
  const created = sampleContainer('new', { state: 'created' });
  const state = press(run(sampleState([created], [], size), containerEvent('created', created)).state, 'e').state;
  expect(lines(state).at(-1)).toBe(' new is not started yet: s starts it');
});

test('for people who hear the screen there are no lines, and words for symbols', () => {
  const state = { ...press(sampleState([web, sampleExited], [], size), 'd').state, isForEars: true };
  const drawn = lines(state).join('\n');
  expect(drawn).not.toMatch(/[\u2500-\u257f]/);
  expect(drawn).toContain('Remove web?');
  const frame = plainFrame(screenModel({ ...state, dialog: undefined }), theme).rows.join('\n');
  expect(frame).not.toMatch(/[\u2500-\u257f]/);
});
