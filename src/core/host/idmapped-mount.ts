import { ConmanError } from '../errors/index.ts';
import { loadKoffi } from './koffi.ts';
import { errnoError, errnoName } from './syscalls.ts';
import type { UserNamespace } from './user-namespace.ts';

/** The same numbers on every architecture. */
const SYS_open_tree = 428;
const SYS_move_mount = 429;
const SYS_mount_setattr = 442;
const OPEN_TREE_CLONE = 1;
const OPEN_TREE_CLOEXEC = 0o2000000;
const MOVE_MOUNT_F_EMPTY_PATH = 4;
const AT_FDCWD = -100;
const AT_EMPTY_PATH = 0x1000;
const MOUNT_ATTR_IDMAP = 0x0010_0000n;

/** Shows what is at `source` once more at `target`, with its owners mapped as in the namespace (mount_setattr(2)). */
export function mountIdmapped(source: string, target: string, namespace: UserNamespace): void {
  const { koffi, openTree, setAttributes, moveMount, close } = openLibrary();
  const tree = Number(openTree(SYS_open_tree, AT_FDCWD, source, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC));
  if (tree < 0) throw errnoError(koffi, `mount ${source} on ${target}`);
  try {
    // struct mount_attr: set, clear, propagation, userns_fd, 64 bits each.
    const attributes = new BigUint64Array([MOUNT_ATTR_IDMAP, 0n, 0n, BigInt(namespace.descriptor)]);
    if (Number(setAttributes(SYS_mount_setattr, tree, '', AT_EMPTY_PATH, attributes, attributes.byteLength)) < 0) {
      throw notMappable(source, errnoName(koffi));
    }
    if (Number(moveMount(SYS_move_mount, tree, '', AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH)) < 0) {
      throw errnoError(koffi, `mount ${source} on ${target}`);
    }
  } finally {
    close(tree);
  }
}

function notMappable(source: string, errno: string): ConmanError {
  return new ConmanError('failed-precondition', `the owners of ${source} cannot be mapped (${errno})`, {
    hint: 'It takes Linux 5.12 for ext4, xfs and btrfs, 5.19 for a root file system on them, 6.3 for tmpfs; other file systems cannot. `--userns host` does without.',
  });
}

function openLibrary() {
  const koffi = loadKoffi();
  const libc = koffi.load(null);
  return {
    koffi,
    openTree: libc.func('long syscall(long, long, const char *, long)'),
    setAttributes: libc.func('long syscall(long, long, const char *, long, void *, long)'),
    moveMount: libc.func('long syscall(long, long, const char *, long, const char *, long)'),
    close: libc.func('int close(int)'),
  };
}
