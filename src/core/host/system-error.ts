import { ConmanError, type ErrorCode } from '../errors/index.ts';

const codeOfErrno: Readonly<Record<string, readonly [ErrorCode, string, string?]>> = {
  EACCES: ['permission-denied', 'permission denied', 'Run conmand as root.'],
  EPERM: ['permission-denied', 'operation not permitted', 'Run conmand as root.'],
  ENOSPC: ['resource-exhausted', 'no space left on the device', 'Free some disk space (see `df -h`) and try again.'],
  EDQUOT: ['resource-exhausted', 'the disk quota is used up', 'Free some disk space and try again.'],
  EMFILE: ['resource-exhausted', 'too many open files', 'Raise the limit of open files of conmand (ulimit -n).'],
  ENFILE: ['resource-exhausted', 'the system has too many open files'],
  ENOMEM: ['resource-exhausted', 'out of memory'],
  EAGAIN: ['aborted', 'it was changed again and again meanwhile'],
  EROFS: ['failed-precondition', 'the file system is read-only'],
  EEXIST: ['already-exists', 'it exists already'],
  ENOENT: ['not-found', 'no such file or directory'],
  ENOTDIR: ['failed-precondition', 'not a directory'],
  ENOTEMPTY: ['failed-precondition', 'the directory is not empty'],
  EBUSY: ['failed-precondition', 'it is in use'],
  EADDRINUSE: ['already-exists', 'another process listens there already'],
  EADDRNOTAVAIL: ['invalid-argument', 'this machine has no such address'],
  ENOTFOUND: ['invalid-argument', 'there is no host of this name'],
  EOVERFLOW: [
    'failed-precondition',
    'the file system there belongs to a user namespace in which nobody of the host has an id',
    'Copy to another directory of it, or pipe into `conmanctl exec`.',
  ],
  ECONNREFUSED: ['unavailable', 'nobody listens on it'],
  ETIMEDOUT: ['deadline-exceeded', 'timed out'],
};

/** The errno name of an error thrown by Node or by a system call, such as `ENOENT`. */
export function errnoOf(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** `error` as a ConmanError that says what was being done: `cannot write /x: no space left on the device`. */
export function systemError(error: unknown, doing: string): ConmanError {
  if (error instanceof ConmanError) return error;
  const errno = errnoOf(error);
  const known = errno === undefined ? undefined : codeOfErrno[errno];
  if (known === undefined) {
    const reason = error instanceof Error ? error.message : String(error);
    return new ConmanError('internal', `cannot ${doing}: ${reason}`, { cause: error });
  }
  const [code, reason, hint] = known;
  return new ConmanError(code, `cannot ${doing}: ${reason}`, { cause: error, hint });
}
