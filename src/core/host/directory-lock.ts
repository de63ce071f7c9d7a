import { closeSync, constants, openSync } from 'node:fs';
import { ConmanError } from '../errors/index.ts';
import { Syscalls } from './syscalls.ts';
import { systemError } from './system-error.ts';

/**
 * Keeps a directory to this process by flock(2) on the directory itself: no file to be left behind, and the kernel lets
 * go whenever the process ends. Fails with `already-exists` when another process has it.
 */
export function lockDirectory(path: string): Disposable {
  const descriptor = open(path);
  if (!new Syscalls().lockExclusively(descriptor)) {
    closeSync(descriptor);
    throw new ConmanError('already-exists', `another conmand uses ${path}`, {
      reason: 'daemon-running',
      hint: 'Each needs a --lib-root, a --run-root and a --runtime-root of its own.',
    });
  }
  return { [Symbol.dispose]: () => closeSync(descriptor) };
}

function open(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  } catch (error) {
    throw systemError(error, `open ${path}`);
  }
}
