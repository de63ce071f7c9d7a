import { expect, test } from 'vitest';
import { fileLines } from '../present/file-lines.ts';
import { press, run, sampleContainer, sampleState } from './sample.ts';

const web = sampleContainer('web');
const browsing = press(sampleState([web]), 'f').state;

test('f browses; keys of the list do not act on names', () => {
  expect(browsing).toMatchObject({ focus: 'detail' });
  expect(press(browsing, 'enter').effects).toEqual([{ kind: 'files', change: 'open' }]);
  expect(press(browsing, 'backspace').effects).toEqual([{ kind: 'files', change: 'up' }]);
  expect(press(browsing, 'j').effects).toEqual([{ kind: 'detail', change: { kind: 'move', motion: 'down' } }]);
});

test('a copy asks where, relative paths begin in the working directory', () => {
  const ask = { kind: 'ask-copy', direction: 'copy-out', containerId: web.id, path: '/etc/hosts' } as const;
  const asked = run({ ...browsing, workingDirectory: '/root' }, ask).state;
  expect(asked.dialog).toMatchObject({ kind: 'prompt', field: { text: '/root/hosts' } });
  const relative = press(press(asked, 'ctrl-u').state, 'x', 'enter').effects;
  const copy = { kind: 'copy-out', containerId: web.id, path: '/etc/hosts', target: '/root/x' };
  expect(relative).toMatchObject([{ kind: 'operation', operation: copy }]);
});

test('read-only mode copies out, and not in', () => {
  const locked = press(browsing, 'R').state;
  expect(press(locked, 'c').effects).toEqual([{ kind: 'files', change: 'copy-out' }]);
  expect(press(locked, 'u').state.flash?.text).toMatch(/read-only/);
});

test('a file is text, or bytes where it is none; what is left out is said', () => {
  expect(fileLines(Buffer.from('a\nb\n'), 4)).toEqual(['a', 'b']);
  expect(fileLines(Buffer.from('a'), 10)).toEqual(['a', '… 9 bytes more']);
  expect(fileLines(Buffer.from([0, 65, 255]), 3)[0]).toMatch(/^000000 {2}00 41 ff .* {2}\.A\.$/);
  expect(fileLines(new Uint8Array(), 0)).toEqual(['The file is empty.']);
});
