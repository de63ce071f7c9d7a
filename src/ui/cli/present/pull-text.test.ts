import { expect, test } from 'vitest';
import { PullView } from './pull-text.ts';

const digests = ['a', 'b', 'c'].map((letter) => `sha256:${letter.repeat(64)}`) as [string, string, string];

function view(): PullView {
  const pull = new PullView();
  const layers = digests.map((digest, index) => ({ digest, sizeBytes: (index + 1) * 1_000_000 }));
  pull.note({ kind: 'resolved', name: 'app:1', digest: 'sha256:d', platform: 'linux/amd64', layers });
  pull.note({ kind: 'layer', digest: digests[0], state: 'done', doneBytes: 1_000_000 });
  pull.note({ kind: 'layer', digest: digests[1], state: 'downloading', doneBytes: 500_000 });
  return pull;
}

test('a line for every layer and one for all', () => {
  expect(view().lines(80, 24)).toEqual([
    'aaaaaaaaaaaa  done         1 MB',
    'bbbbbbbbbbbb  downloading  [=====               ] 500 kB of 2 MB',
    'cccccccccccc  waiting      3 MB',
    'total: 1 of 3 layers, 1.5 MB of 6 MB',
  ]);
});

test('on a small terminal what is under way comes first, and no line is too long', () => {
  expect(view().lines(20, 2)).toEqual(['bbbbbbbbbbbb  downlo', 'total: 1 of 3 layers']);
});

test('in a log, a line for every new state', () => {
  const pull = view();
  expect(pull.note({ kind: 'layer', digest: digests[1], state: 'downloading', doneBytes: 900_000 })).toBeUndefined();
  expect(pull.note({ kind: 'layer', digest: digests[1], state: 'unpacking', doneBytes: 0 })).toBe(
    'bbbbbbbbbbbb unpacking 2 MB',
  );
  expect(pull.note({ kind: 'layer', digest: 'sha256:unknown', state: 'done', doneBytes: 0 })).toBeUndefined();
});
