import { expect, test } from 'vitest';
import { ConmanError } from '../../../../core/errors/index.ts';
import { headerModel } from '../../screens/header-model.ts';
import { pageLines } from '../../screens/page-lines.ts';
import type { AppState } from '../../state/app-state.ts';
import { press, run, sampleContainer, sampleState } from '../../state/sample.ts';

const alpine = { name: 'ghcr.io/x/alpine:3', id: 'sha256:a', createdAt: 1n, sizeBytes: 8_000_000, command: ['sh'] };
const busybox = { ...alpine, name: 'busybox', id: 'sha256:b' };
const start = { ...sampleState([sampleContainer('web')]), workingDirectory: '/root' };
const images = run(press(start, '2').state, { kind: 'fetched', viewId: 'images', items: [alpine, busybox] }).state;

const operationOf = ({ effects }: ReturnType<typeof press>) =>
  effects.flatMap((effect) => (effect.kind === 'operation' ? [effect] : []))[0];
const text = (state: AppState): string =>
  pageLines(state)
    .map((line) => line.map((span) => span.text).join(''))
    .join('\n');

test('all that are marked are saved to one archive; relative paths begin in the working directory', () => {
  expect(press(images, 's').state.dialog).toMatchObject({ field: { text: '/root/alpine-3.tar' } });
  const both = press(images, '*', 's');
  expect(both.state.dialog).toMatchObject({ title: 'Save 2 images', field: { text: '/root/images.tar' } });
  const saved = press(press(both.state, 'ctrl-u').state, 'x', 'enter');
  const operation = { kind: 'save-images', images: ['ghcr.io/x/alpine:3', 'busybox'], target: '/root/x' };
  expect(operationOf(saved)?.operation).toMatchObject(operation);
});

test('an archive is loaded, with a name where it has none; read-only mode refuses', () => {
  const load = (line: string) => press(images, 'l', ...[...line].map((c) => (c === ' ' ? 'space' : c)), 'enter');
  expect(operationOf(load('a.tar'))?.operation).toMatchObject({ source: '/root/a.tar', imageName: undefined });
  expect(operationOf(load('dir my:1'))?.operation).toMatchObject({ source: '/root/dir', imageName: 'my:1' });
  expect(load('a b c').state.dialog).toMatchObject({ problem: expect.stringContaining('quotes') });
  expect(press(images, 'R', 'l').state.flash?.text).toMatch(/read-only/);
  expect(press(images, 'R', 's').state.dialog).toMatchObject({ kind: 'prompt' });
});

test('a save that lasts shows how far it is, and X cancels it', () => {
  const saving = press(images, 's', 'enter');
  const { id = 0 } = operationOf(saving) ?? {};
  const slow = run(
    saving.state,
    { kind: 'operation-slow', id, nowMs: start.nowMs },
    { kind: 'operation-progress', id, text: '3 MB' },
  ).state;
  expect(headerModel(slow).progress).toBe('… saving ghcr.io/x/alpine:3, 3 MB');
  const cancelled = press(slow, 'X');
  expect(cancelled.effects).toContainEqual({ kind: 'cancel-operation', id });
  const over = run(cancelled.state, { kind: 'operation-failed', id, error: new ConmanError('cancelled', '') }).state;
  expect(over.flash).toMatchObject({ severity: 'info', text: 'cancelled: saving ghcr.io/x/alpine:3' });
  expect(press(over, 'X').state.flash?.text).toBe('nothing goes on that can be cancelled');
});

test('a push has a bar for each layer, is cancelled with c and goes on with r', () => {
  const pushing = press(images, 'u', 'enter');
  const { id = 0, operation } = operationOf(pushing) ?? {};
  expect(operation).toMatchObject({ kind: 'push-image', name: alpine.name, target: alpine.name });
  expect(text(pushing.state)).toBe('Asking the registry …');
  const layer = { kind: 'layer', digest: 'sha256:aaaaaaaaaaaaaaaa', sizeBytes: 4_000_000 } as const;
  const half = run(
    pushing.state,
    { kind: 'push-progress', operationId: id, progress: { ...layer, state: 'uploading', doneBytes: 1_000_000 } },
    { kind: 'push-progress', operationId: id, progress: { ...layer, state: 'uploading', doneBytes: 2_000_000 } },
  ).state;
  expect(text(half)).toMatch(/^aaaaaaaaaaaa {2}█{12}░{12} {2}uploading +4 MB$/m);
  expect(press(half, 'c').effects).toContainEqual({ kind: 'cancel-operation', id });
  const failed = run(half, { kind: 'operation-failed', id, error: new ConmanError('cancelled', 'it was cancelled') });
  expect(text(failed.state)).toMatch(/it was cancelled\n.*r goes on with the rest/);
  expect(operationOf(press(failed.state, 'r'))?.operation).toMatchObject({ kind: 'push-image' });
  const done = run(press(half, 'escape').state, { kind: 'operation-done', id, result: { kind: 'none' } }).state;
  expect(done.flash?.text).toBe(`pushed ${alpine.name}`);
});

test('n makes a container of the image, and shows it', () => {
  const form = press(images, 'n').state;
  expect(form.dialog).toMatchObject({ form: { image: { text: alpine.name }, active: 'command' } });
  const submitted = press(form, 'enter');
  const { id = 0 } = operationOf(submitted) ?? {};
  const made = sampleContainer('alpine-1');
  const created = run(submitted.state, {
    kind: 'operation-done',
    id,
    result: { kind: 'created', containerId: made.id },
  });
  expect(created.state.viewId).toBe('containers');
});
