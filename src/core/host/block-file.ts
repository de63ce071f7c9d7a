import type { Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { errnoOf, systemError } from './system-error.ts';

export interface BlockFileFacts {
  readonly sizeBytes: number;
  /** Names the file itself, whatever it is called. */
  readonly identity: string;
  /** False once the file has lost its last name. */
  readonly linked: boolean;
}

/** Of the file that has this name now; undefined when none has. */
export async function blockFileFacts(path: string): Promise<BlockFileFacts | undefined> {
  try {
    return factsOf(await stat(path));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw systemError(error, `look at ${path}`);
  }
}

function factsOf({ size, nlink, dev, ino }: Stats): BlockFileFacts {
  return { sizeBytes: size, identity: `${dev}:${ino}`, linked: nlink > 0 };
}

/** A file read in blocks at any place. */
export class BlockFile {
  readonly #handle: FileHandle;
  readonly #path: string;

  private constructor(handle: FileHandle, path: string) {
    this.#handle = handle;
    this.#path = path;
  }

  /** Undefined when there is no such file. */
  static async open(path: string): Promise<BlockFile | undefined> {
    try {
      return new BlockFile(await open(path, 'r'), path);
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return undefined;
      throw systemError(error, `read ${path}`);
    }
  }

  /** Fills the buffer from `position` on, less only at the end of the file. Returns the number of bytes. */
  async read(buffer: Uint8Array, position: number): Promise<number> {
    try {
      let length = 0;
      while (length < buffer.length) {
        const { bytesRead } = await this.#handle.read(buffer, length, buffer.length - length, position + length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      return length;
    } catch (error) {
      throw systemError(error, `read ${this.#path}`);
    }
  }

  async facts(): Promise<BlockFileFacts> {
    return factsOf(await this.#handle.stat());
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
