import { expect, test } from 'vitest';
import { ConmanError } from '../../../core/errors/index.ts';
import { press, run, sampleContainer, sampleExited, sampleNowMs, sampleState } from '../state/sample.ts';
import { headerModel } from './header-model.ts';

const state = sampleState([sampleContainer('web'), sampleExited]);

test('says what there is and whether it is alive', () => {
  expect(headerModel(state)).toEqual({
    host: 'box',
    version: '0.1.0',
    counts: '1 of 2 running',
    views: expect.arrayContaining([{ id: 'images', title: 'Images', isInFront: false }]),
    progress: '',
    connection: { text: '● runc 1.1.5', token: 'good' },
  });
  const error = new ConmanError('unavailable', 'connection refused');
  const lost = run(state, { kind: 'connection-lost', error, retryAtMs: 0 }).state;
  expect(headerModel(lost).connection.token).toBe('error');
});

test('an operation is worth a word once it is slow, and its seconds count', () => {
  const stopping = press(state, 's').state;
  const id = [...stopping.operations.keys()][0] as number;
  expect(headerModel(stopping).progress).toBe('');
  const slow = run(stopping, { kind: 'operation-slow', id, nowMs: sampleNowMs }).state;
  expect(headerModel(slow).progress).toBe('… stopping web');
  expect(headerModel(run(slow, { kind: 'tick', nowMs: sampleNowMs + 3_400 }).state).progress).toBe(
    '… stopping web 3 s',
  );
});

test('a conmand of another version is said, with what to do', () => {
  const version = {
    version: '0.0.9',
    runtimeName: 'runc',
    runtimeVersion: '1.1.5',
    runtimes: [],
    pid: 1,
    startedAt: 1n,
  };
  const old = run(state, { kind: 'connected', version, notice: 'conmand is version 0.0.9' }).state;
  expect(headerModel(old).connection).toEqual({ text: '● conmand 0.0.9', token: 'warning' });
  expect(old.flash).toMatchObject({ severity: 'warning', text: 'conmand is version 0.0.9' });
});
