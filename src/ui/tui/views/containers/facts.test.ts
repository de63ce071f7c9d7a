import { expect, test } from 'vitest';
import { shownFacts } from '../../screens/shown-facts.ts';
import { sampleContainer, sampleExited } from '../../state/sample.ts';
import { containerFacts } from './facts.ts';

const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`;

test.each([
  [sampleContainer('web'), `^running since ${time} · pid 4711$`],
  [sampleContainer('web', { restarts: 3 }), ' · started again 3 times$'],
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
  expect(shownFacts(facts, { width: 80, height: 40 })).toHaveLength(5);
  expect(shownFacts(facts, { width: 80, height: 10 }).map(({ token }) => token)).toEqual(['warning', 'warning']);
  expect(shownFacts(facts, { width: 80, height: 3 })).toEqual([]);
});

test('a container whose record cannot be read is broken, without a time of creation, and says all of why', () => {
  const message =
    'the container record /var/lib/conman/containers/0123456789abcdef0123456789abcdef/record.json is not JSON';
  const broken = sampleContainer('0123', { state: 'unknown', createdAt: 0n, image: '', command: [], message });
  const lines = shownFacts(containerFacts(broken), { width: 60, height: 40 }).map(({ text }) => text);
  expect(lines[0]).toBe(`broken · ${broken.id.slice(0, 12)}`);
  expect(lines.slice(1).every((line) => line.length <= 58)).toBe(true);
  expect(lines.slice(1).join('').replaceAll(' ', '')).toBe(message.replaceAll(' ', ''));
});
