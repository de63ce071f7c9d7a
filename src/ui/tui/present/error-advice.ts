import type { ErrorCode } from '../../../core/errors/index.ts';

export interface ErrorAdvice {
  readonly severity: 'warning' | 'error';
  /** What the user can do, where the error itself does not say. */
  readonly hint: string | undefined;
}

/** The one table from an error's code to what the screen makes of it. */
export const errorAdvice: Readonly<Record<ErrorCode, ErrorAdvice>> = {
  aborted: { severity: 'warning', hint: 'something else changed it meanwhile: look again and retry' },
  'already-exists': { severity: 'warning', hint: 'choose another name' },
  cancelled: { severity: 'warning', hint: undefined },
  'data-loss': { severity: 'error', hint: 'what is left is in the directory that conmanctl container inspect names' },
  'deadline-exceeded': { severity: 'error', hint: 'try again; the log of conmand says what it waits for' },
  'failed-precondition': { severity: 'warning', hint: undefined },
  internal: { severity: 'error', hint: 'the log of conmand says more' },
  'invalid-argument': { severity: 'warning', hint: undefined },
  'not-found': { severity: 'warning', hint: 'it is gone' },
  'permission-denied': { severity: 'error', hint: 'run as root: sudo conman-tui' },
  'resource-exhausted': { severity: 'error', hint: 'free some space or memory and try again' },
  unavailable: { severity: 'error', hint: 'conmand does not answer; conman reconnects by itself' },
  unimplemented: { severity: 'error', hint: 'this conmand is older than conman-tui: restart it' },
};
