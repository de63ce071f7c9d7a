import { expect, test } from 'vitest';
import { type Filterable, parseListFilter } from './list-filter.ts';

const web: Filterable = {
  fields: { name: 'web-1', image: 'docker.io/nginx', state: 'running' },
  labels: { app: 'shop', tier: '' },
};

function finds(text: string): boolean | string {
  const filter = parseListFilter(text, ['name', 'image', 'state']);
  return filter.ok ? filter.matches(web) : filter.problem;
}

test.each([
  ['', true],
  ['WEB', true],
  ['web nginx', true],
  ['web mysql', false],
  ['!mysql', true],
  ['!web', false],
  ['/^web-\\d$/', true],
  ['!/^web-\\d$/', false],
  ['/nginx run/', false],
  ['state:run', true],
  ['state:exited', false],
  ['image:web', false],
  ['label:app=shop', true],
  ['label:app=other', false],
  ['label:tier', true],
  ['label:toString', false],
  ['!label:tier', false],
  // A regular expression that is still being typed, a field nobody has: words.
  ['/web', false],
  ['host:web', false],
  ['!', false],
])('%j finds it: %s', (text, found) => {
  expect(finds(text)).toBe(found);
});

test('a regular expression that cannot be read is told', () => {
  expect(finds('/web(/')).toMatch(/unterminated group/i);
});
