import { posix } from 'node:path';
import { ConmanError } from '../errors/index.ts';
import { type ConfinedFile, resolveConfined } from '../host/confined-path.ts';

export interface CommandLookup {
  /** Root file system on the host. */
  readonly rootfs: string;
  /** What it is called, for messages. */
  readonly source: string;
  readonly command: string;
  /** PATH of the process. */
  readonly path: string;
  readonly workdir: string;
}

/**
 * Looks for a command as execvp(3) would in the container, and says what is wrong before anything is made. Only for the
 * message: the runtime looks again when it counts.
 */
export function findCommand({ rootfs, source, command, path, workdir }: CommandLookup): ConfinedFile {
  const candidates = command.includes('/')
    ? [posix.resolve(workdir, command)]
    : path.split(':').map((directory) => posix.resolve(workdir, directory, command));
  const files = candidates.map((candidate) => resolveConfined(rootfs, candidate)).filter((file) => file !== undefined);
  const program = files.find((file) => file.executable);
  if (program === undefined) throw unusable(files[0], { source, command, path });
  return program;
}

function unusable(
  file: ConfinedFile | undefined,
  { source, command, path }: Pick<CommandLookup, 'source' | 'command' | 'path'>,
): ConmanError {
  if (file?.kind === 'directory') {
    return new ConmanError('failed-precondition', `the command "${command}" is a directory in ${source}`, {
      reason: 'command-not-executable',
    });
  }
  if (file !== undefined) {
    return new ConmanError('failed-precondition', `the command "${command}" is not executable in ${source}`, {
      reason: 'command-not-executable',
      hint: 'chmod +x it in the root file system, or run it by its interpreter.',
    });
  }
  const where = command.includes('/') ? '' : `, in none of ${path}`;
  return new ConmanError('failed-precondition', `there is no command "${command}" in ${source}${where}`, {
    reason: 'command-missing',
    hint: 'Check its spelling, or give its absolute path in the container.',
  });
}
