import { ConmanError } from '../errors/index.ts';
import type { Syscalls } from '../host/syscalls.ts';
import { TreeSyscalls } from '../host/tree-syscalls.ts';

export interface OverlayDirectories {
  /** Top first. Read only; never changed. */
  readonly lower: readonly string[];
  /** What the root file system is called, for messages. */
  readonly source: string;
  readonly upper: string;
  readonly work: string;
  readonly mountpoint: string;
}

/** mount(2) takes one page of options. */
const maxOptionBytes = 4095;

/** Whatever the kernel's defaults are: an upper directory has to say by itself what has changed. */
const plainOverlay = [
  ['index', 'off'],
  ['metacopy', 'off'],
  ['redirect_dir', 'off'],
] as const;

/** In overlay's options `:` separates layers, `,` separates options and `\` escapes. */
export function overlayOptions({ lower, upper, work }: Omit<OverlayDirectories, 'source'>): string {
  const escaped = (path: string): string => path.replace(/[\\:,]/g, (character) => `\\${character}`);
  return `lowerdir=${lower.map(escaped).join(':')},upperdir=${escaped(upper)},workdir=${escaped(work)},${plainOverlay.map((pair) => pair.join('=')).join(',')}`;
}

/** Mounts a root file system over a directory: changes go to `upper`, the directory stays as it is. */
export function mountOverlay(syscalls: Syscalls, directories: OverlayDirectories): void {
  const options = overlayOptions(directories);
  const { lower, upper, work, mountpoint, source } = directories;
  try {
    if (Buffer.byteLength(options) <= maxOptionBytes) {
      syscalls.mount('overlay', mountpoint, 'overlay', options);
      return;
    }
    if (lower.length === 1) throw new ConmanError('invalid-argument', `the path ${lower[0]} is too long to be mounted`);
    const layers = lower.map((path) => ['lowerdir+', path] as const);
    new TreeSyscalls().mountWithOptions('overlay', mountpoint, [
      ...layers,
      ['upperdir', upper],
      ['workdir', work],
      ...plainOverlay,
    ]);
  } catch (error) {
    const { code, message } = ConmanError.from(error);
    if (code === 'invalid-argument') throw error;
    throw new ConmanError('failed-precondition', `cannot lay a container over ${source}: ${message}`, {
      hint: "overlayfs is needed (modprobe overlay), with conmand's lib root on ext4, xfs, btrfs or tmpfs, not on an overlay; `dmesg` may say more. conmand --rootfs-driver copy does without it.",
      cause: error,
    });
  }
}
