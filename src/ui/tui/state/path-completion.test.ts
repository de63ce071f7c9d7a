import { expect, test } from 'vitest';
import type { LocalName } from '../../../core/api/index.ts';
import { completePath, type PathSyntax, pathAtCursor } from './path-completion.ts';
import { type TextField, textField } from './text-field.ts';

const places = { workingDirectory: '/work', homeDirectory: '/home/ada' };

test.each([
  ['path', '', { directory: '/work', lead: '', stem: '' }],
  ['path', 'no', { directory: '/work', lead: '', stem: 'no' }],
  ['path', '/etc/ho', { directory: '/etc', lead: '/etc/', stem: 'ho' }],
  ['path', '~/Do cs/a', { directory: '/home/ada/Do cs', lead: '~/Do cs/', stem: 'a' }],
  ['path', '../', { directory: '/', lead: '../', stem: '' }],
  ['words', 'a.tar my:1', { from: 6, directory: '/work', stem: 'my:1' }],
  ['words', '/my\\ files/a', { directory: '/my files', lead: '/my files/', stem: 'a' }],
  ['words', '"/my files/a', { directory: '/my files', stem: 'a' }],
  ['rootfs', './ro', { directory: '/work', stem: 'ro' }],
  ['mounts', '/a:/b ~/x', { from: 6, directory: '/home/ada', stem: 'x' }],
] as const)('%s %j', (syntax, text, at) => {
  expect(pathAtCursor(textField(text), syntax, places)).toMatchObject(at);
});

test('what is no path is none: an image, a volume, a place in the container', () => {
  const at = (syntax: PathSyntax, text: string) => pathAtCursor(textField(text), syntax, places);
  expect([at('rootfs', 'alpine'), at('rootfs', ''), at('mounts', 'data'), at('mounts', '/a:/b')]).toEqual(
    Array.from({ length: 4 }),
  );
});

const file = (name: string): LocalName => ({ name, isDirectory: false });
const directory = (name: string): LocalName => ({ name, isDirectory: true });

function completed(syntax: PathSyntax, field: TextField, ...names: LocalName[]): TextField | undefined {
  const at = pathAtCursor(field, syntax, places);
  return at && completePath(field, syntax, at, names);
}

test('the only name is taken whole, with a slash if it is a directory', () => {
  expect(completed('path', textField('/e'), directory('etc'))).toEqual(textField('/etc/'));
  expect(completed('path', textField('~/no'), file('notes'))).toEqual(textField('~/notes'));
  expect(completed('path', textField('/etc/hosts'), file('hosts'))).toBeUndefined();
  expect(completed('path', textField('/x'))).toBeUndefined();
});

test('of several, what they have in common, by whole characters, and the names to choose from', () => {
  const several = completed('path', textField('d'), file('data-b'), directory('data-a'));
  expect(several).toMatchObject({ text: 'data-', cursor: 5, choices: { names: ['data-a/', 'data-b'] } });
  const [grin, smile] = ['\u{1f600}', '\u{1f603}'];
  expect(completed('path', textField(''), file(`a${grin}`), file(`a${smile}`))?.text).toBe('a');
});

test('hidden names are for those who ask for them, files are no root directories', () => {
  expect(completed('path', textField('/'), file('.x'), file('a'))?.text).toBe('/a');
  expect(completed('path', textField('/.'), file('.x'))?.text).toBe('/.x');
  expect(completed('rootfs', textField('/'), file('a'), directory('b'))?.text).toBe('/b/');
  expect(completed('mounts', textField('/'), file('a:b'))).toBeUndefined();
});

test('in words, what would end the name is protected; hostile names stay what they are', () => {
  expect(completed('words', textField('"/my f'), directory('my files'))?.text).toBe('/my\\ files/');
  expect(completed('path', textField('/'), file('\u001b[2J\n'))?.text).toBe('/\u001b[2J\n');
});

test('what is behind the cursor stays, without a second slash', () => {
  const field = { text: '/us/bin', cursor: 3 };
  expect(completed('path', field, directory('usr'))).toEqual({ text: '/usr/bin', cursor: 5 });
});
