import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sizeBytes = 192 * 1024 * 1024;

/** A small ext4 file system in a file, mounted where it is wanted. */
export class LoopDisk {
  readonly #mountpoint: string;
  readonly #image: string;

  constructor(mountpoint: string) {
    this.#mountpoint = mountpoint;
    this.#image = `${mountpoint}.ext4`;
    mkdirSync(mountpoint);
    writeFileSync(this.#image, '');
    truncateSync(this.#image, sizeBytes);
    execFileSync('mkfs.ext4', ['-q', '-F', '-m', '0', this.#image]);
    execFileSync('mount', ['-o', 'loop', this.#image, mountpoint]);
  }

  /** Takes all the room there is. */
  fill(): void {
    const { bavail, bsize } = statfsSync(this.#mountpoint);
    try {
      execFileSync('fallocate', ['-l', String(bavail * bsize), this.#ballast], { stdio: 'ignore' });
    } catch {
      // Some was taken meanwhile, which is as good: the rest is filled by whoever writes.
    }
  }

  makeRoom(): void {
    rmSync(this.#ballast, { force: true });
  }

  remove(): void {
    execFileSync('umount', [this.#mountpoint]);
    rmSync(this.#image);
  }

  get #ballast(): string {
    return join(this.#mountpoint, 'ballast');
  }
}
