import { posix } from 'node:path';
import { ConmanError } from '../errors/index.ts';
import { resolveConfined } from '../host/confined-path.ts';

export interface CommandLookup {
  /** Root file system on the host. */
  readonly rootfs: string;
  readonly command: string;
  /** PATH of the process. */
  readonly path: string;
  readonly workdir: string;
}

/**
 * Looks for a command as execvp(3) would in the container, and says what is wrong before anything is made. Only for the
 * message: the runtime looks again when it counts.
 */
export async function expectCommand({ rootfs, command, path, workdir }: CommandLookup): Promise<void> {
  const candidates = command.includes('/')
    ? [posix.resolve(workdir, command)]
    : path.split(':').map((directory) => posix.resolve(workdir, directory, command));
  let found: 'directory' | 'not executable' | undefined;
  for (const candidate of candidates) {
    const file = await resolveConfined(rootfs, candidate);
    if (file?.executable) return;
    if (file !== undefined) found ??= file.kind === 'directory' ? 'directory' : 'not executable';
  }
  if (found === 'directory') {
    throw new ConmanError('failed-precondition', `the command "${command}" is a directory in ${rootfs}`);
  }
  if (found === 'not executable') {
    throw new ConmanError('failed-precondition', `the command "${command}" is not executable in ${rootfs}`, {
      hint: 'chmod +x it in the root file system, or run it by its interpreter.',
    });
  }
  const where = command.includes('/') ? '' : `, in none of ${path}`;
  throw new ConmanError('failed-precondition', `there is no command "${command}" in ${rootfs}${where}`, {
    hint: 'Check its spelling, or give its absolute path in the container.',
  });
}
