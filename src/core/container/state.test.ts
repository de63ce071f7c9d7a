import { expect, test } from 'vitest';
import { type ContainerFacts, deriveState, stateMessage } from './state.ts';

const created: ContainerFacts = { broken: undefined, started: false, exit: undefined, alive: true, watched: true };
const exit = { reason: 'exited', code: 0, signal: undefined, at: 1n } as const;

test.each<[string, Partial<ContainerFacts>, string, boolean]>([
  ['waits for its start', {}, 'created', false],
  ['was started', { started: true }, 'running', false],
  ['ended', { started: true, alive: false, watched: false, exit }, 'exited', false],
  ['is about to report its end', { started: true, alive: false }, 'running', false],
  ['lost its shim', { started: true, watched: false }, 'running', true],
  ['ended after its shim', { started: true, alive: false, watched: false }, 'unknown', true],
  ['ended with the machine', { alive: false, exit: { ...exit, reason: 'unknown', code: undefined } }, 'exited', true],
  ['has no readable record', { broken: 'not JSON' }, 'unknown', true],
])('a container that %s', (_, facts, state, explained) => {
  expect(deriveState({ ...created, ...facts })).toBe(state);
  expect(stateMessage({ ...created, ...facts }) !== '').toBe(explained);
});
