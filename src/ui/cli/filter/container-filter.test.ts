import { expect, test } from 'vitest';
import { web } from '../testing/scripted-cli.ts';
import { containerFilter } from './container-filter.ts';

const exit = { reason: 'exited', code: 3, signal: undefined, at: 1n } as const;
const network = { mode: 'networks', networks: [{ name: 'apps', addresses: [] }], ports: [] };
const containers = [
  { ...web, labels: { tier: 'front' } },
  { ...web, id: 'aa11', name: 'web-old', state: 'exited', exit, image: 'registry:5000/app:1' } as const,
  { ...web, id: 'bb22', name: 'db', paused: true, labels: { tier: 'back' }, network },
];

function names(...filters: string[]): string[] {
  return containers.filter(containerFilter(filters)).map(({ name }) => name);
}

test.each([
  [[], ['web', 'web-old', 'db']],
  [['name=web'], ['web', 'web-old']],
  [['id=bb'], ['db']],
  [['state=exited'], ['web-old']],
  [['status=paused'], ['db']],
  [['label=tier'], ['web', 'db']],
  [['label=tier=back'], ['db']],
  [['image=registry:5000/app'], ['web-old']],
  [['ancestor=busybox'], ['web', 'db']],
  [['network=apps'], ['db']],
  [['exited=3'], ['web-old']],
  [['exited=0'], []],
  [
    ['name=db', 'name=old'],
    ['web-old', 'db'],
  ],
  [['name=web', 'state=running'], ['web']],
])('%j', (filters, expected) => {
  expect(names(...filters)).toEqual(expected);
});

test.each([
  ['size=1', 'there is no filter "size"'],
  ['name', 'has no value'],
  ['state=up', 'there is no state "up"'],
])('%s is refused', (filter, reason) => {
  expect(() => containerFilter([filter])).toThrow(reason);
});
