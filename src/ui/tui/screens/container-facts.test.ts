import { expect, test } from 'vitest';
import { sampleContainer, sampleExited } from '../state/sample.ts';
import { containerFacts, shownFacts } from './container-facts.ts';

const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`;

test.each([
  [sampleContainer('web'), `^running since ${time} · pid 4711$`],
  [sampleExited, `^exited 3 at ${time}`],
  [sampleContainer('new', { state: 'created', pid: 0 }), `^created ${time}$`],
  [sampleContainer('odd', { state: 'unknown', pid: 0 }), `^unknown, created ${time}$`],
])('%#', (container, pattern) => {
  expect(containerFacts(container)[0]?.text).toMatch(new RegExp(pattern));
});

test('what is wrong is said, and stays longest where there is little room', () => {
  const odd = sampleContainer('odd', { state: 'unknown', message: 'its shim is gone', logBytesLost: 12n });
  const facts = containerFacts(odd);
  expect(facts.map(({ text }) => text)).toContain('its shim is gone');
  expect(facts.at(-1)?.text).toBe('12 bytes of output could not be logged: is the disk full?');
  expect(shownFacts(facts, 40)).toHaveLength(5);
  expect(shownFacts(facts, 10).map(({ token }) => token)).toEqual(['warning', 'warning']);
  expect(shownFacts(facts, 3)).toEqual([]);
});
