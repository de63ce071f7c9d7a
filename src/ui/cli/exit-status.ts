import { ConmanError, type ErrorCode } from '../../core/errors/index.ts';

/** Exit status of conmanctl for each way in which the engine can fail. */
export const statusOfError: Readonly<Record<ErrorCode, number>> = {
  internal: 1,
  'invalid-argument': 2,
  'not-found': 3,
  'already-exists': 4,
  'failed-precondition': 5,
  'permission-denied': 6,
  unavailable: 7,
  'deadline-exceeded': 8,
  'resource-exhausted': 9,
  'data-loss': 10,
  aborted: 11,
  unimplemented: 12,
  cancelled: 130,
};

/** A command line that cannot be understood. */
export const usageStatus = 2;

/** `run` and `exec` give the command's own status; when there is none to give, these, as docker does. */
export const engineFailureStatus = 125;
export const notExecutableStatus = 126;
export const notFoundStatus = 127;

/** 128 + number: ended by this signal. */
export const signalStatus = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** What `run` and `exec` end with when there is no command whose status it could be. */
export function statusWithoutCommand(error: unknown): number {
  const reason = error instanceof ConmanError ? error.reason : undefined;
  if (reason === 'command-missing') return notFoundStatus;
  return reason === 'command-not-executable' ? notExecutableStatus : engineFailureStatus;
}
