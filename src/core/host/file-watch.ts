import { watch } from 'node:fs';
import { ConmanError } from '../errors/index.ts';
import { systemError } from './system-error.ts';

export interface DirectoryWatch {
  close(): void;
}

/** Calls `appeared` with the name of every entry that appears in, changes in or leaves a directory (inotify). */
export function watchDirectory(path: string, appeared: (name: string) => void): DirectoryWatch {
  try {
    const watcher = watch(path, { persistent: false }, (_, name) => {
      if (name !== null) appeared(name);
    });
    return { close: () => watcher.close() };
  } catch (error) {
    throw systemError(error, `watch ${path}`);
  }
}

/** Calls `changed` whenever a file is written to, truncated, or loses a name (inotify). The file has to exist. */
export function watchFile(path: string, changed: () => void): DirectoryWatch {
  try {
    const watcher = watch(path, { persistent: false }, changed);
    return { close: () => watcher.close() };
  } catch (error) {
    throw systemError(error, `watch ${path}`);
  }
}

/** The same for a file that may be gone by now, which is not watched then. */
export function watchFileIfThere(path: string, changed: () => void): DirectoryWatch {
  try {
    return watchFile(path, changed);
  } catch (error) {
    if (ConmanError.from(error).code === 'not-found') return { close: () => undefined };
    throw error;
  }
}
