import { expect, test } from 'vitest';
import { ConmanError } from '../../errors/index.ts';
import { exitStatus, failureStatus } from './remote-status.ts';

const at = 1n;

test('how the process ended', () => {
  expect(exitStatus({ reason: 'exited', code: 0, signal: undefined, at })).toEqual({ metadata: {}, status: 'Success' });
  expect(exitStatus({ reason: 'signaled', code: 143, signal: 15, at })).toMatchObject({
    status: 'Failure',
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: '143' }] },
  });
});

test('an unknown end is neither success nor a number', () => {
  const status = exitStatus({ reason: 'unknown', code: undefined, signal: undefined, at });
  expect(status).toMatchObject({ status: 'Failure', reason: 'InternalError' });
  expect(status.details).toBeUndefined();
});

test('a failure is told with what to do', () => {
  const error = new ConmanError('failed-precondition', 'it is gone', { hint: 'Read the log.' });
  expect(failureStatus(error)).toMatchObject({ status: 'Failure', message: 'it is gone (Read the log.)' });
});
