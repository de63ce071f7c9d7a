import { expect, test } from 'vitest';
import { bindings } from '../keys/bindings.ts';
import { contextChain, findBinding } from '../keys/resolve.ts';
import { press, sampleContainer, sampleState } from '../state/sample.ts';
import { defaultConfig } from './config.ts';
import { configuredBindings } from './configured-bindings.ts';
import { parseConfig } from './parse-config.ts';

function problems(config: unknown): readonly string[] {
  const parsed = parseConfig(typeof config === 'string' ? config : JSON.stringify(config));
  return parsed.ok ? [] : parsed.problems;
}

test('an empty file changes nothing', () => {
  expect(parseConfig('{}')).toEqual({ ok: true, config: defaultConfig });
  expect(configuredBindings(defaultConfig)).toBe(bindings);
});

test.each([
  [{ them: 'dark' }, /^them is not known; there are theme, mouse, readOnly, screenReader, prefixKeys, keys, commands$/],
  [{ theme: 'drak' }, /^theme has to be one of terminal, dark, light, high-contrast$/],
  [{ mouse: 'no' }, /^mouse has to be of the type boolean$/],
  [{ keys: { 'containers.delete': ['D'] } }, /^keys\.containers\.delete is not known; .*containers\.remove/],
  [{ keys: { shell: ['ctrl e'] } }, /^keys\.shell\[0\] is no key: write x/],
  [{ keys: { shell: ['s'] } }, /^s would mean two things: .*shell/],
  [
    { commands: [{ name: 'top', key: 'T', run: ['top'] }] },
    /^commands\[0\]\.command has to be of the type array|^commands\[0\]\.run is not known; there are name, key, command$/,
  ],
  ['{', /^is not JSON/],
])('%j is refused: where, what, and what is allowed', (config, problem) => {
  const told = problems(config);
  expect(told.length).toBeGreaterThan(0);
  for (const text of told) expect(text).toMatch(problem);
});

test('every wrong word is told at once', () => {
  expect(problems({ theme: 'x', mouse: 1, bogus: true })).toHaveLength(3);
});

const web = sampleContainer('web');

test('other keys do what they are told, and the old ones no more', () => {
  const parsed = parseConfig('{"keys": {"containers.remove": ["D"], "containers.kill": []}}');
  if (!parsed.ok) throw new Error(parsed.problems.join());
  const state = { ...sampleState([web]), bindings: configuredBindings(parsed.config) };
  expect(press(state, 'D').state.dialog?.kind).toBe('confirm');
  expect(press(state, 'd').state.dialog).toBeUndefined();
  expect(findBinding(state, 'K', contextChain(state))).toBeUndefined();
});

test('a command of the user runs in the container, with its name filled in, in a pane of its own', () => {
  const parsed = parseConfig('{"commands": [{"name": "hello", "key": "H", "command": ["echo", "{name} {x}"]}]}');
  if (!parsed.ok) throw new Error(parsed.problems.join());
  const state = { ...sampleState([web]), bindings: configuredBindings(parsed.config) };
  const { effects } = press(state, 'H');
  expect(effects).toMatchObject([{ kind: 'open-shell', containerId: web.id, command: ['echo', 'web {x}'] }]);
});
