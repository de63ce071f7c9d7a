import { callInThread, type Koffi, loadKoffi } from './koffi.ts';
import { errnoError, errnoName } from './syscalls.ts';

const S_IFCHR = 0o020000;
const S_IFBLK = 0o060000;
const S_IFIFO = 0o010000;
const typeBits = { character: S_IFCHR, block: S_IFBLK, fifo: S_IFIFO } as const;

/** xattr(7): no value is longer, nor the list of names. */
const maxXattrBytes = 65_536;

/** The new mount API; these numbers are the same on every architecture. */
const SYS_move_mount = 429;
const SYS_fsopen = 430;
const SYS_fsconfig = 431;
const SYS_fsmount = 432;
const FSOPEN_CLOEXEC = 1;
const FSMOUNT_CLOEXEC = 1;
const FSCONFIG_SET_STRING = 1;
const FSCONFIG_CMD_CREATE = 6;
const MOVE_MOUNT_F_EMPTY_PATH = 4;
const AT_FDCWD = -100;

/** Linux 5.6; the same number on every architecture. */
const SYS_openat2 = 437;
const O_CLOEXEC = 0o2000000;

/** The system calls for making trees of files that Node lacks. Links are never followed. Synchronous: for worker threads. */
export class TreeSyscalls {
  #library: ReturnType<typeof openLibrary> | undefined;
  /** For what comes back: thousands of buffers of this size would cost more than the calls. */
  #answer: Buffer | undefined;

  get #libc() {
    this.#library ??= openLibrary();
    return this.#library;
  }

  /** openat2(2): a descriptor, or the name of the errno. */
  openAt(directory: number, path: string, flags: number, resolve: number): number | string {
    const { koffi, openat2 } = this.#libc;
    // struct open_how: flags, mode, resolve, 64 bits each.
    const how = new BigUint64Array([BigInt(flags | O_CLOEXEC), 0n, BigInt(resolve)]);
    const descriptor = Number(openat2(SYS_openat2, directory, path, how, how.byteLength));
    return descriptor < 0 ? errnoName(koffi) : descriptor;
  }

  /** Closes what `openAt` opened: Node warns of descriptors that it did not open itself. */
  close(descriptor: number): void {
    this.#libc.close(descriptor);
  }

  /** mknod(2). Major and minor are those of a device. */
  makeNode(path: string, type: keyof typeof typeBits, mode: number, major: number, minor: number): void {
    const { koffi, mknod } = this.#libc;
    if (mknod(path, typeBits[type] | mode, deviceNumber(major, minor)) !== 0) {
      throw errnoError(koffi, `create the device ${path}`);
    }
  }

  /** False where the file system does not take such attributes. */
  setXattr(path: string, name: string, value: Buffer): boolean {
    const { koffi, lsetxattr } = this.#libc;
    if (lsetxattr(path, name, value, value.length, 0) === 0) return true;
    if (['ENOTSUP', 'EOPNOTSUPP'].includes(errnoName(koffi))) return false;
    throw errnoError(koffi, `set the attribute ${name} of ${path}`);
  }

  /** Undefined when it has no such attribute. */
  getXattr(path: string, name: string): Buffer | undefined {
    return this.#answered((buffer) => this.#libc.lgetxattr(path, name, buffer, buffer.length));
  }

  listXattrs(path: string): string[] {
    return namesIn(this.#answered((buffer) => this.#libc.llistxattr(path, buffer, buffer.length)));
  }

  /** All attributes of what a path leads to, links followed. */
  xattrsOf(path: string): ReadonlyMap<string, Buffer> {
    const { listxattr, getxattr } = this.#libc;
    const names = namesIn(this.#answered((buffer) => listxattr(path, buffer, buffer.length)));
    const value = (name: string) => this.#answered((buffer) => getxattr(path, name, buffer, buffer.length));
    return new Map(names.map((name) => [name, value(name) ?? Buffer.alloc(0)]));
  }

  /** What a call writes that gives its length; undefined when it fails. */
  #answered(call: (buffer: Buffer) => number | bigint): Buffer | undefined {
    this.#answer ??= Buffer.alloc(maxXattrBytes);
    const length = Number(call(this.#answer));
    return length < 0 ? undefined : Buffer.from(this.#answer.subarray(0, length));
  }

  /**
   * Mounts a file system by fsconfig(2), where the options may be longer than the page that mount(2) takes. What the
   * kernel does not know is an error (overlay's `lowerdir+`: Linux 6.7).
   */
  mountWithOptions(type: string, target: string, options: readonly (readonly [key: string, value: string])[]): void {
    const { koffi, fsopen, fsconfig, fsmount, moveMount, close } = this.#libc;
    const check = (result: number | bigint): number => {
      if (Number(result) < 0) throw errnoError(koffi, `mount ${type} on ${target}`);
      return Number(result);
    };
    const context = check(fsopen(SYS_fsopen, type, FSOPEN_CLOEXEC));
    try {
      for (const [key, value] of options) check(fsconfig(SYS_fsconfig, context, FSCONFIG_SET_STRING, key, value, 0));
      check(fsconfig(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, null, null, 0));
      const mount = check(fsmount(SYS_fsmount, context, FSMOUNT_CLOEXEC, 0));
      try {
        check(moveMount(SYS_move_mount, mount, '', AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH));
      } finally {
        close(mount);
      }
    } finally {
      close(context);
    }
  }

  /** syncfs(2): everything written to the file system of an open file is on the disk when the promise resolves. */
  async syncFileSystem(descriptor: number): Promise<void> {
    const { koffi, syncfs } = this.#libc;
    await callInThread(syncfs, [descriptor], (result) => {
      if (result !== 0) throw errnoError(koffi, 'write a file system to its disk');
    });
  }
}

/** Each ends with a NUL (listxattr(2)). */
function namesIn(list: Buffer | undefined): string[] {
  return list === undefined ? [] : list.toString('utf8').split('\0').slice(0, -1);
}

/** As glibc's makedev(3). */
function deviceNumber(major: number, minor: number): bigint {
  const [high, low] = [BigInt(major), BigInt(minor)];
  return ((high & 0xffff_f000n) << 32n) | ((high & 0xfffn) << 8n) | ((low & 0xffff_ff00n) << 12n) | (low & 0xffn);
}

function openLibrary() {
  const koffi: Koffi = loadKoffi();
  const libc = koffi.load(null);
  const syscall = (parameters: string) => libc.func(`long syscall(${parameters})`);
  return {
    koffi,
    mknod: libc.func('int mknod(const char *, unsigned int, uint64_t)'),
    lsetxattr: libc.func('int lsetxattr(const char *, const char *, const void *, size_t, int)'),
    lgetxattr: libc.func('long lgetxattr(const char *, const char *, void *, size_t)'),
    llistxattr: libc.func('long llistxattr(const char *, void *, size_t)'),
    getxattr: libc.func('long getxattr(const char *, const char *, void *, size_t)'),
    listxattr: libc.func('long listxattr(const char *, void *, size_t)'),
    syncfs: libc.func('int syncfs(int)'),
    close: libc.func('int close(int)'),
    openat2: syscall('long, long, const char *, void *, long'),
    fsopen: syscall('long, const char *, long'),
    fsconfig: syscall('long, long, long, const char *, const char *, long'),
    fsmount: syscall('long, long, long, long'),
    moveMount: syscall('long, long, const char *, long, const char *, long'),
  };
}
