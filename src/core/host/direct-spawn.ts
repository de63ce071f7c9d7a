import { closeSync } from 'node:fs';
import { loadKoffi } from './koffi.ts';
import { sendSignal } from './signal.ts';
import { errnoError, errnoName } from './syscalls.ts';
import { systemError } from './system-error.ts';

/** More than posix_spawn_file_actions_t and posix_spawnattr_t take in any C library. */
const objectBytes = 1024;
/** sigset_t */
const signalSetBytes = 128;
const POSIX_SPAWN_SETPGROUP = 0x02;
const POSIX_SPAWN_SETSIGDEF = 0x04;
const POSIX_SPAWN_SETSIGMASK = 0x08;
const O_CLOEXEC = 0o2000000;
const MFD_CLOEXEC = 1;
/** fcntl(2) */
const F_DUPFD_CLOEXEC = 1030;
/** waitpid(2) */
const WNOHANG = 1;
/** The same number on every architecture. */
const SYS_pidfd_open = 434;
/** Above every number that a descriptor can be given in the program. */
const lowestSource = 64;

export interface DirectSpawnOptions {
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** What its descriptors 0, 1, 2 and so on are copies of; undefined: /dev/null. */
  readonly descriptors: readonly (number | undefined)[];
  /** It leads a process group, which is killed as a whole. */
  readonly ownGroup?: boolean;
}

export interface DirectProcess {
  readonly pid: number;
  /** The exit code, or undefined when a signal ended it. */
  readonly ended: Promise<number | undefined>;
  /** Does nothing once it has ended, and nobody is left of its group if it has one of its own. */
  kill(): void;
}

/**
 * Starts programs by posix_spawn(3), which shares the memory until the program is there. Node forks, and for a process of
 * 80 MB the copying of page tables takes 3 ms and more, in which nothing else happens. Directory `/`, default signals.
 */
export class DirectSpawner {
  readonly #libc = openLibrary();

  /** Throws when the program cannot be started. */
  spawn(file: string, args: readonly string[], options: DirectSpawnOptions): DirectProcess {
    const { koffi, ...libc } = this.#libc;
    const { env, descriptors, ownGroup = false } = options;
    const actions = Buffer.alloc(objectBytes);
    const attributes = this.#attributes(ownGroup);
    const duplicates: number[] = [];
    const pid = [0];
    libc.actionsInit(actions);
    try {
      libc.addChdir(actions, '/');
      for (const [target, source] of descriptors.entries()) {
        if (source === undefined) {
          libc.addOpen(actions, target, '/dev/null', target === 0 ? 0 : 1, 0);
        } else {
          // A high one, so that it is not overwritten before it is copied.
          const duplicate = this.#duplicate(source);
          duplicates.push(duplicate);
          libc.addDup2(actions, duplicate, target);
        }
      }
      const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
      koffi.errno(libc.spawn(pid, file, actions, attributes, [file, ...args, null], [...variables, null]));
      if (koffi.errno() !== 0) throw errnoError(koffi, `run ${file}`);
    } finally {
      libc.actionsDestroy(actions);
      for (const duplicate of duplicates) closeSync(duplicate);
    }
    // With what the duplicates took there is a descriptor to watch it by.
    return this.#follow(pid[0] ?? 0, ownGroup);
  }

  /** A file in memory, for output of a size that is small but not known. */
  memoryFile(): number {
    return this.#expect(this.#libc.memfdCreate('output', MFD_CLOEXEC), 'make a file in memory');
  }

  pipe(): { readonly readEnd: number; readonly writeEnd: number } {
    const ends = [0, 0];
    this.#expect(this.#libc.pipe2(ends, O_CLOEXEC), 'make a pipe');
    return { readEnd: ends[0] ?? 0, writeEnd: ends[1] ?? 0 };
  }

  #attributes(ownGroup: boolean): Buffer {
    const { attributesInit, setFlags, setDefaultSignals, setSignalMask } = this.#libc;
    const attributes = Buffer.alloc(objectBytes);
    attributesInit(attributes);
    const group = ownGroup ? POSIX_SPAWN_SETPGROUP : 0;
    setFlags(attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | group);
    // Node ignores SIGPIPE, and a program would inherit that.
    setDefaultSignals(attributes, Buffer.alloc(signalSetBytes, 0xff));
    setSignalMask(attributes, Buffer.alloc(signalSetBytes));
    return attributes;
  }

  #duplicate(descriptor: number): number {
    const { koffi, fcntl } = this.#libc;
    const duplicate = fcntl(descriptor, F_DUPFD_CLOEXEC, lowestSource);
    // Of the numbers themselves only so many are allowed.
    if (duplicate < 0 && errnoName(koffi) === 'EINVAL') throw tooManyFiles();
    return this.#expect(duplicate, 'start a program');
  }

  #follow(pid: number, isGroup: boolean): DirectProcess {
    const { koffi, pidfdOpen, waitpid } = this.#libc;
    const pidfd = Number(pidfdOpen(SYS_pidfd_open, pid, 0));
    if (pidfd < 0) {
      const error = errnoError(koffi, 'watch a program');
      sendSignal(isGroup ? -pid : pid, 'SIGKILL');
      waitpid(pid, [0], 0);
      throw error;
    }
    const { promise: ended, resolve } = Promise.withResolvers<number | undefined>();
    let hasEnded = false;
    const handle = koffi.node.poll(pidfd, { readable: true }, () => {
      hasEnded = true;
      handle.close();
      closeSync(pidfd);
      const status = [0];
      waitpid(pid, status, WNOHANG);
      resolve(exitCode(status[0] ?? 0));
    });
    const kill = (): void => void (isGroup ? sendSignal(-pid, 'SIGKILL') : hasEnded || sendSignal(pid, 'SIGKILL'));
    return { pid, ended, kill };
  }

  #expect(result: number, doing: string): number {
    if (result >= 0) return result;
    throw errnoError(this.#libc.koffi, doing);
  }
}

function tooManyFiles(): Error {
  return systemError(Object.assign(new Error('EMFILE'), { code: 'EMFILE' }), 'start a program');
}

/** WIFEXITED and WEXITSTATUS of waitpid(2). */
function exitCode(status: number): number | undefined {
  return (status & 0x7f) === 0 ? (status >> 8) & 0xff : undefined;
}

function openLibrary() {
  const koffi = loadKoffi();
  const libc = koffi.load(null);
  const strings = 'const char **';
  return {
    koffi,
    spawn: libc.func(`int posix_spawn(_Out_ int *, const char *, const void *, const void *, ${strings}, ${strings})`),
    actionsInit: libc.func('int posix_spawn_file_actions_init(void *)'),
    actionsDestroy: libc.func('int posix_spawn_file_actions_destroy(void *)'),
    addChdir: libc.func('int posix_spawn_file_actions_addchdir_np(void *, const char *)'),
    addOpen: libc.func('int posix_spawn_file_actions_addopen(void *, int, const char *, int, int)'),
    addDup2: libc.func('int posix_spawn_file_actions_adddup2(void *, int, int)'),
    attributesInit: libc.func('int posix_spawnattr_init(void *)'),
    setFlags: libc.func('int posix_spawnattr_setflags(void *, short)'),
    setDefaultSignals: libc.func('int posix_spawnattr_setsigdefault(void *, const void *)'),
    setSignalMask: libc.func('int posix_spawnattr_setsigmask(void *, const void *)'),
    fcntl: libc.func('int fcntl(int, int, int)'),
    pipe2: libc.func('int pipe2(_Out_ int *, int)'),
    memfdCreate: libc.func('int memfd_create(const char *, unsigned int)'),
    waitpid: libc.func('int waitpid(int, _Out_ int *, int)'),
    pidfdOpen: libc.func('long syscall(long, long, long)'),
  };
}
