import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncDirectory } from './directories.ts';
import { systemError } from './system-error.ts';

/** A file that grows until it is complete, and then appears under its name, durable. What was written survives a crash. */
export class IngestFile implements AsyncDisposable {
  readonly #path: string;
  readonly #handle: FileHandle;
  #sizeBytes: number;

  private constructor(path: string, handle: FileHandle, sizeBytes: number) {
    this.#path = path;
    this.#handle = handle;
    this.#sizeBytes = sizeBytes;
  }

  static async open(path: string): Promise<IngestFile> {
    try {
      const handle = await open(path, 'a+', 0o600);
      return new IngestFile(path, handle, (await handle.stat()).size);
    } catch (error) {
      throw systemError(error, `write ${path}`);
    }
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  async append(chunk: Uint8Array): Promise<void> {
    try {
      await this.#handle.appendFile(chunk);
      this.#sizeBytes += chunk.length;
    } catch (error) {
      throw systemError(error, `write ${this.#path}`);
    }
  }

  async truncate(): Promise<void> {
    await this.#handle.truncate(0);
    this.#sizeBytes = 0;
  }

  async commit(path: string): Promise<void> {
    try {
      await this.#handle.sync();
      await rename(this.#path, path);
      await syncDirectory(dirname(path));
    } catch (error) {
      throw systemError(error, `write ${path}`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }
}
