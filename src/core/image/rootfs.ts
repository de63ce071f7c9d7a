import { ConmanError } from '../errors/index.ts';
import type { Syscalls } from '../host/syscalls.ts';

export interface OverlayDirectories {
  /** Read only; never changed. */
  readonly lower: string;
  readonly upper: string;
  readonly work: string;
  readonly mountpoint: string;
}

/** mount(2) takes one page of options. */
const maxOptionBytes = 4095;

/** In overlay's options `:` separates layers, `,` separates options and `\` escapes. */
export function overlayOptions({ lower, upper, work }: OverlayDirectories): string {
  const escaped = (path: string): string => path.replace(/[\\:,]/g, (character) => `\\${character}`);
  return `lowerdir=${escaped(lower)},upperdir=${escaped(upper)},workdir=${escaped(work)}`;
}

/** Mounts a root file system over a directory: changes go to `upper`, the directory stays as it is. */
export function mountOverlay(syscalls: Syscalls, directories: OverlayDirectories): void {
  const options = overlayOptions(directories);
  if (Buffer.byteLength(options) > maxOptionBytes) {
    throw new ConmanError('invalid-argument', `the path ${directories.lower} is too long to be mounted`);
  }
  try {
    syscalls.mount('overlay', directories.mountpoint, 'overlay', options);
  } catch (error) {
    const { message } = ConmanError.from(error);
    throw new ConmanError('failed-precondition', `cannot lay a container over ${directories.lower}: ${message}`, {
      hint: "overlayfs is needed (modprobe overlay), with conmand's lib root on ext4, xfs, btrfs or tmpfs, not on an overlay; `dmesg` may say more.",
      cause: error,
    });
  }
}
