import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { systemError } from './system-error.ts';

const chunkBytes = 256 * 1024;

/** The content of a user's file, a piece at a time. */
export async function* readFileStream(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) yield chunk as Buffer;
  } catch (error) {
    throw systemError(error, `read ${path}`);
  }
}

/** Writes a user's file, which appears under its name when it is whole. */
export async function writeFileStream(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const temporary = `${path}.part`;
  try {
    {
      await using file = await open(temporary, 'w', 0o644);
      for await (const chunk of content) await file.writeFile(chunk);
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw systemError(error, `write ${path}`);
  }
}
