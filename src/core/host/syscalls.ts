import { closeSync } from 'node:fs';
import { callInThread, type Koffi, loadKoffi } from './koffi.ts';
import { systemError } from './system-error.ts';

/** mount(2): show a file or directory at another place. */
const MS_BIND = 4096;
/** umount2(2): take it out of the tree now, let it go when its last user does. */
const MNT_DETACH = 2;
/** flock(2) */
const LOCK_EX = 2;
const LOCK_NB = 4;
/** fcntl(2) */
const F_DUPFD = 0;
const F_SETFD = 2;
const FD_CLOEXEC = 1;
/** Above those that programs expect to have a meaning. */
const lowestDuplicate = 10;
/** The same numbers on every architecture. */
const SYS_pidfd_send_signal = 424;
const SYS_pidfd_open = 434;
const SYS_pidfd_getfd = 438;

export interface ProcessEndWatch {
  close(): void;
}

/** The system calls that Node lacks. */
export class Syscalls {
  #library: ReturnType<typeof openLibrary> | undefined;

  get #libc() {
    this.#library ??= openLibrary();
    return this.#library;
  }

  /** mount(2) without flags. */
  mount(source: string, target: string, type: string, data: string): void {
    const { koffi, mount } = this.#libc;
    if (mount(source, target, type, 0, data) !== 0) throw errnoError(koffi, `mount ${type} on ${target}`);
  }

  bindMount(source: string, target: string): void {
    const { koffi, mount } = this.#libc;
    if (mount(source, target, '', MS_BIND, '') !== 0) throw errnoError(koffi, `mount ${source} on ${target}`);
  }

  /**
   * Detaches a mount; one that is not there is not an error. In a worker thread, because the kernel writes the file
   * system's dirty pages back before the call returns.
   */
  async unmount(target: string): Promise<void> {
    const { koffi, umount2 } = this.#libc;
    await callInThread(umount2, [target, MNT_DETACH], (result) => {
      if (result !== 0 && !['EINVAL', 'ENOENT'].includes(errnoName(koffi)))
        throw errnoError(koffi, `unmount ${target}`);
    });
  }

  /** Takes the lock of an open file; false when another process has it. It goes with the descriptor. */
  lockExclusively(descriptor: number): boolean {
    return this.#libc.flock(descriptor, LOCK_EX | LOCK_NB) === 0;
  }

  /** Keeps a descriptor that a library opened without O_CLOEXEC from the programs started from now on. */
  closeOnExec(descriptor: number): void {
    const { koffi, fcntl } = this.#libc;
    if (fcntl(descriptor, F_SETFD, FD_CLOEXEC) !== 0) throw errnoError(koffi, `set a flag of descriptor ${descriptor}`);
  }

  /** Another descriptor of the same open file, which programs that this process becomes or starts have, too. */
  duplicate(descriptor: number): number {
    const { koffi, fcntl } = this.#libc;
    const duplicate = fcntl(descriptor, F_DUPFD, lowestDuplicate);
    if (duplicate < 0) throw errnoError(koffi, `duplicate descriptor ${descriptor}`);
    return duplicate;
  }

  /** A descriptor of the process (pidfd_open(2)), also of one that is dead and not reaped; undefined when there is none. */
  openProcess(pid: number): number | undefined {
    return descriptorOrUndefined(this.#libc.syscall(SYS_pidfd_open, pid, 0, 0, 0));
  }

  /** Sends a signal to the process of a descriptor (pidfd_send_signal(2)); false when it has ended. */
  signalProcess(process: number, signal: number): boolean {
    const { koffi, syscall } = this.#libc;
    if (Number(syscall(SYS_pidfd_send_signal, process, signal, 0, 0)) === 0) return true;
    if (errnoName(koffi) === 'ESRCH') return false;
    throw errnoError(koffi, `send signal ${signal}`);
  }

  /** A copy of a descriptor that the process has open (pidfd_getfd(2)); undefined when it cannot be had. */
  copyDescriptor(process: number, descriptor: number): number | undefined {
    return descriptorOrUndefined(this.#libc.syscall(SYS_pidfd_getfd, process, descriptor, 0, 0));
  }

  /** Calls `ended` once when the process, which need not be a child, ends; undefined when it has ended already. */
  watchProcessEnd(pid: number, ended: () => void): ProcessEndWatch | undefined {
    const { koffi } = this.#libc;
    const pidfd = this.openProcess(pid);
    if (pidfd === undefined) return undefined;
    const handle = koffi.node.poll(pidfd, { readable: true }, () => {
      close();
      ended();
    });
    handle.unref();
    let open = true;
    const close = (): void => {
      if (!open) return;
      open = false;
      handle.close();
      closeSync(pidfd);
    };
    return { close };
  }
}

function descriptorOrUndefined(result: number | bigint): number | undefined {
  const descriptor = Number(result);
  return descriptor < 0 ? undefined : descriptor;
}

function openLibrary() {
  const koffi: Koffi = loadKoffi();
  const libc = koffi.load(null);
  return {
    koffi,
    mount: libc.func('int mount(const char *, const char *, const char *, unsigned long, const char *)'),
    umount2: libc.func('int umount2(const char *, int)'),
    flock: libc.func('int flock(int, int)'),
    fcntl: libc.func('int fcntl(int, int, int)'),
    syscall: libc.func('long syscall(long, long, long, long, long)'),
  };
}

export function errnoError(koffi: Koffi, doing: string): Error {
  const name = errnoName(koffi);
  return systemError(Object.assign(new Error(name), { code: name }), doing);
}

export function errnoName(koffi: Koffi): string {
  const errno = koffi.errno();
  return Object.entries(koffi.os.errno).find(([, value]) => value === errno)?.[0] ?? `errno ${errno}`;
}
