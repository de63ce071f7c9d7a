import { expect, test } from 'vitest';
import type { Pull } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import { headerModel } from '../screens/header-model.ts';
import { pageLines } from '../screens/page-lines.ts';
import type { AppState } from './app-state.ts';
import { press, run, sampleContainer, sampleState } from './sample.ts';

const pull: Pull = {
  ...{ id: 'p1', reference: 'docker.io/library/alpine:3', platform: '', state: 'running', startedAt: 1n },
  ...{ endedAt: 0n, doneBytes: 0, totalBytes: 0, message: '' },
};
const layers = [
  { digest: 'sha256:aaaaaaaaaaaaaaaa', sizeBytes: 3_000_000 },
  { digest: 'sha256:bbbbbbbbbbbbbbbb', sizeBytes: 1_000_000 },
];
const resolved = { kind: 'resolved', name: 'alpine:3', digest: 'sha256:c', platform: 'linux/amd64', layers } as const;
const half = { kind: 'layer', digest: layers[0]?.digest ?? '', state: 'downloading', doneBytes: 1_500_000 } as const;

function started(): AppState {
  const asked = press(sampleState([sampleContainer('web')]), '2', 'p', ...'alpine:3', 'enter');
  const id = asked.effects.flatMap((effect) => (effect.kind === 'operation' ? [effect.id] : []))[0] as number;
  const { state, effects } = run(asked.state, { kind: 'operation-done', id, result: { kind: 'pull', pull } });
  expect(effects).toContainEqual({ kind: 'watch-pull', pullId: 'p1' });
  return state;
}

const text = (state: AppState): string =>
  pageLines(state)
    .map((line) => line.map((span) => span.text).join(''))
    .join('\n');

test('a bar for each layer and one for all; the pull goes on when the dialog is closed', () => {
  const state = run(started(), { kind: 'pull-progress', pullId: 'p1', news: [resolved, half] }).state;
  expect(text(state)).toMatch(/^aaaaaaaaaaaa {2}█{12}░{12} {2}downloading +3 MB$/m);
  expect(text(state)).toMatch(/^all +█{9}░{15} {2}1\.5 MB of 4 MB$/m);
  const closed = press(state, 'escape').state;
  expect(closed.dialog).toBeUndefined();
  expect(headerModel(closed).progress).toBe('… pulling docker.io/library/alpine:3 37 %');
  expect(press(closed, 'w').state.dialog).toMatchObject({ kind: 'pull', pullId: 'p1' });
});

test('it can be cancelled, and tried again', () => {
  const state = started();
  const operation = { kind: 'cancel-pull', pullId: 'p1', name: pull.reference };
  expect(press(state, 'c').effects).toMatchObject([{ kind: 'operation', operation }]);
  expect(press(state, 'r').state.flash?.text).toBe('it goes on');
  const error = new ConmanError('cancelled', 'the pull was cancelled');
  const over = run(state, { kind: 'pull-failed', pullId: 'p1', error }).state;
  expect(text(over)).toContain('the pull was cancelled\nWhat was fetched is kept');
  expect(press(over, 'r').effects).toMatchObject([{ operation: { kind: 'pull-image', name: pull.reference } }]);
});

test('when it is there, the list is read again', () => {
  const image = { name: 'alpine:3', id: 'sha256:c', createdAt: 1n, sizeBytes: 1, command: ['sh'] };
  const done = { kind: 'done', image, changed: true } as const;
  const { state, effects } = run(started(), { kind: 'pull-progress', pullId: 'p1', news: [resolved, done] });
  expect(state).toMatchObject({ dialog: undefined, flash: { text: 'pulled docker.io/library/alpine:3' } });
  expect(effects).toContainEqual({ kind: 'fetch', viewId: 'images' });
});

test('pulls that went on while nobody looked are watched again', () => {
  const { state, effects } = run(sampleState([]), {
    kind: 'pulls-found',
    pulls: [pull, { ...pull, id: 'p2', state: 'done' }],
  });
  expect(effects).toEqual([{ kind: 'watch-pull', pullId: 'p1' }]);
  expect(state.pulls.size).toBe(1);
});

test('a prune says what it frees before it does anything', () => {
  const asked = press(sampleState([]), '2', 'P', 'j', 'enter');
  const id = asked.effects.flatMap((effect) => (effect.kind === 'operation' ? [effect.id] : []))[0] as number;
  const items = [
    { kind: 'image', id: 'alpine:3', sizeBytes: 8_000_000 },
    { kind: 'layer', id: 'sha256:a', sizeBytes: 2_000_000 },
  ] as const;
  const found = run(asked.state, {
    kind: 'operation-done',
    id,
    result: { kind: 'prune', items, operation: { kind: 'prune-images', all: true } },
  }).state;
  expect(found.dialog).toMatchObject({
    ...{ kind: 'confirm', yes: false, question: 'Remove what nobody needs, and free 10 MB?' },
    consequences: ['alpine:3', '1 layer or piece of content that no image needs.'],
  });
  expect(press(found, 'y').effects).toMatchObject([{ operation: { kind: 'prune-images', all: true } }]);
});
