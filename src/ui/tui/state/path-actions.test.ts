import { expect, test } from 'vitest';
import { hints } from '../keys/hints.ts';
import { dialogModel } from '../screens/dialog-model.ts';
import { dialogPage } from '../screens/dialog-page.ts';
import type { AppState } from './app-state.ts';
import { press, run, sampleContainer, sampleState } from './sample.ts';

const web = sampleContainer('web');
const start = { ...sampleState([web]), workingDirectory: '/root' };
const ask = { kind: 'ask-copy', direction: 'copy-in', containerId: web.id, path: '/srv' } as const;
const asked = run(press(start, 'f').state, ask).state;
const file = (name: string) => ({ name, isDirectory: false });
const names = [file('alpha'), { name: 'also', isDirectory: true }, file('al\u001b[2J')];

const type = (state: AppState, text: string): AppState => press(state, ...text).state;
const textOf = ({ dialog }: AppState): string => (dialog?.kind === 'prompt' ? dialog.field.text : '');

function linesOf(state: AppState): readonly string[] {
  const model = dialogModel(state);
  const lines = model ? dialogPage(model, state.size).lines : [];
  return lines.map((line) =>
    line
      .map(({ text }) => text)
      .join('')
      .trim(),
  );
}

const form = press(start, 'n').state;
const image = (state: AppState): string => (state.dialog?.kind === 'create' ? state.dialog.form.image.text : '');

const typed = type(asked, '/tmp/a');
const found = { kind: 'names-found', directory: '/tmp', stem: 'a', names } as const;
const open = run(typed, found).state;

test('Tab asks for names, and shows what the path can become; control characters are pictures', () => {
  expect(press(typed, 'tab').effects).toEqual([{ kind: 'find-names', directory: '/tmp', stem: 'a' }]);
  expect(textOf(open)).toBe('/tmp/al');
  expect(linesOf(open)).toEqual(expect.arrayContaining(['al␛[2J', 'alpha', 'also/']));
});

test('Tab goes through the names and Shift-Tab back, round the ends', () => {
  expect(textOf(press(open, 'tab', 'tab').state)).toBe('/tmp/alpha');
  expect(textOf(press(open, 'shift-tab').state)).toBe('/tmp/also/');
  expect(textOf(press(open, 'tab', 'tab', 'tab', 'tab').state)).toBe('/tmp/al\u001b[2J');
  expect(linesOf(press(open, 'tab', 'tab').state)).toContain('› alpha');
});

test('Enter takes the marked name and leaves the prompt open; the next one takes the path', () => {
  const taken = press(open, 'tab', 'tab', 'enter').state;
  expect(linesOf(taken)).not.toContain('alpha');
  expect(press(taken, 'enter').effects).toMatchObject([{ operation: { kind: 'copy-in', source: '/tmp/alpha' } }]);
  const unmarked = press(open, 'enter');
  expect(unmarked.effects).toMatchObject([{ operation: { source: '/tmp/al' } }]);
});

test('Esc closes the names, then the prompt; typing closes them too', () => {
  const closed = press(open, 'escape').state;
  expect(closed.dialog).toBeDefined();
  expect(linesOf(closed)).not.toContain('alpha');
  expect(press(closed, 'escape').state.dialog).toBeUndefined();
  expect(linesOf(type(open, 'p'))).not.toContain('alpha');
});

test('a click takes a name', () => {
  const clicked = run(open, { kind: 'clicked', target: { kind: 'choice', index: 1 } }).state;
  expect(textOf(clicked)).toBe('/tmp/alpha');
  expect(linesOf(clicked)).not.toContain('also/');
});

test('names that come too late are no longer asked for', () => {
  expect(run(type(typed, 'x'), found).state.dialog).toMatchObject({ field: { text: '/tmp/ax' } });
});

test('what is typed before the names are there comes after them; Esc waits for nothing', () => {
  const looking = press(type(form, '/srv/rootfs'), 'tab').state;
  const ahead = press(type(looking, 'web'), 'tab').state;
  expect(image(ahead)).toBe('/srv/rootfs');
  const names = [{ name: 'rootfs', isDirectory: true }];
  const after = run(ahead, { kind: 'names-found', directory: '/srv', stem: 'rootfs', names }).state;
  expect(after.dialog).toMatchObject({
    form: { active: 'command', image: { text: '/srv/rootfs' }, name: { text: 'web' } },
  });
  expect(press(looking, 'escape').state.dialog).toBeUndefined();
  const twice = press(type(typed, ''), 'tab', 'tab').state;
  expect(textOf(run(twice, found).state)).toBe('/tmp/al\u001b[2J');
});

test('what cannot be completed says why', () => {
  const nothing = run(typed, { ...found, names: [] }).state;
  expect(nothing.flash?.text).toBe('nothing in /tmp begins with a');
  const failed = run(typed, { kind: 'names-failed', directory: '/tmp', stem: 'a', text: 'cannot list /tmp/' }).state;
  expect(linesOf(failed)).toContain('cannot list /tmp/');
  const problem = { kind: 'names-failed', directory: '/no/such', stem: 'x', text: 'cannot list /no/such/' } as const;
  expect(run(type(form, '/no/such/x'), problem).state.dialog).toMatchObject({ form: { active: 'name' } });
});

test('~ is the home directory, for Tab and for the answer', () => {
  const home = run({ ...start, homeDirectory: '/home/ada' }, ask).state;
  expect(textOf(press(type(home, '~'), 'tab').state)).toBe('~/');
  expect(press(type(home, '~/x'), 'enter').effects).toMatchObject([{ operation: { source: '/home/ada/x' } }]);
});

test('in the form, Tab completes a root directory and goes on when there is nothing to complete', () => {
  const rootfs = type(form, '/srv/ro');
  expect(press(rootfs, 'tab').effects).toEqual([{ kind: 'find-names', directory: '/srv', stem: 'ro' }]);
  expect(hints(rootfs).map(({ keys, text }) => `${keys} ${text}`)).toEqual(
    expect.arrayContaining(['Tab complete', '↓ next field']),
  );
  const directory = { kind: 'names-found', directory: '/srv', stem: 'ro' } as const;
  const one = run(rootfs, { ...directory, names: [{ name: 'rootfs', isDirectory: true }] }).state;
  expect(image(one)).toBe('/srv/rootfs/');
  const none = run(rootfs, { ...directory, names: [file('rom')] }).state;
  expect(none.dialog).toMatchObject({ form: { active: 'name', image: { text: '/srv/ro' } } });
  expect(press(type(form, 'al'), 'tab').state.dialog).toMatchObject({ form: { active: 'name' } });
});

test('in the form, Tab leaves a path that is typed to its end, also where others begin so', () => {
  const names = ['rootfs', 'rootfs-old'].map((name) => ({ name, isDirectory: true }));
  const found = { kind: 'names-found', directory: '/srv', stem: 'rootfs', names } as const;
  const left = run(type(form, '/srv/rootfs'), found).state;
  expect(left.dialog).toMatchObject({ form: { active: 'name', image: { text: '/srv/rootfs' } } });
});

test('the names are forgotten with the field', () => {
  const several = ['a', 'b'].map((name) => ({ name, isDirectory: true }));
  const shown = run(type(form, '/'), { kind: 'names-found', directory: '/', stem: '', names: several }).state;
  expect(shown.dialog).toMatchObject({ form: { image: { choices: { names: ['a/', 'b/'] } } } });
  const left = run(shown, { kind: 'clicked', target: { kind: 'field', field: 'name' } }).state;
  expect(left.dialog).not.toMatchObject({ form: { image: { choices: {} } } });
});

test('in a window too small for the form, the field that is typed in is in sight, and what is wrong with it', () => {
  const small: AppState = { ...form, size: { columns: 40, rows: 10 } };
  const atLabels = press(small, 'shift-tab').state;
  expect(linesOf(atLabels).join('\n')).toMatch(/› Labels/);
  const wrong = press(type(press(small, 'ctrl-u').state, ' '), 'enter').state;
  expect(linesOf(wrong)[1]).toBe('no image');
});
