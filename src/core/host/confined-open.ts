import { closeSync, constants, openSync } from 'node:fs';
import { type Koffi, loadKoffi } from './koffi.ts';
import { errnoError, errnoName } from './syscalls.ts';
import { systemError } from './system-error.ts';

/** The same number on every architecture; Linux 5.6. */
const SYS_openat2 = 437;
/** openat2(2): every link and every `..` stays below the directory; links of /proc to other places are refused. */
const RESOLVE_IN_ROOT = 0x10n;
const RESOLVE_NO_MAGICLINKS = 0x02n;
/** open(2): only a place in the tree. Devices and FIFOs do not notice. */
const O_PATH = 0o10000000;
const O_CLOEXEC = 0o2000000;

/** How often a walk that a rename disturbed is begun again (EAGAIN). Somebody who renames all the time wants to disturb. */
const maxWalks = 64;

const nothingThere: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);

/**
 * Opens what a process whose root is `root` would find at a path, whatever the tree holds and whoever changes it
 * meanwhile: the kernel walks, and never leaves it. The descriptor (O_PATH, the caller's to close) names the file
 * without opening it; read it through `/proc/self/fd/N` once it is known to be of a kind that may be opened. Undefined
 * when there is nothing. Fails with `aborted` where somebody keeps the tree moving.
 */
export function openConfined(root: string, path: string): number | undefined {
  const directory = openRoot(root);
  if (directory === undefined) return undefined;
  try {
    return new ConfinedOpener().open(directory, path, `open ${path} in ${root}`);
  } finally {
    closeSync(directory);
  }
}

function openRoot(root: string): number | undefined {
  try {
    return openSync(root, constants.O_RDONLY | constants.O_DIRECTORY);
  } catch (error) {
    if (nothingThere.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw systemError(error, `open ${root}`);
  }
}

class ConfinedOpener {
  readonly #koffi: Koffi = loadKoffi();
  readonly #openat2 = this.#koffi.load(null).func('long syscall(long, long, const char *, const void *, long)');
  /** struct open_how */
  readonly #how = new BigUint64Array([BigInt(O_PATH | O_CLOEXEC), 0n, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS]);

  open(directory: number, path: string, doing: string): number | undefined {
    for (let walk = 1; ; walk++) {
      const descriptor = Number(this.#openat2(SYS_openat2, directory, path, this.#how, this.#how.byteLength));
      if (descriptor >= 0) return descriptor;
      const errno = errnoName(this.#koffi);
      if (nothingThere.has(errno)) return undefined;
      if (errno !== 'EAGAIN' || walk === maxWalks) throw errnoError(this.#koffi, doing);
    }
  }
}
