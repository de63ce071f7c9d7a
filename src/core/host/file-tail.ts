import { BlockFile } from './block-file.ts';

/** The last whole lines of a file, at most so many bytes; undefined when there is no such file. */
export async function readTail(path: string, maxBytes: number): Promise<string | undefined> {
  const file = await BlockFile.open(path);
  if (file === undefined) return undefined;
  try {
    const { sizeBytes } = await file.facts();
    const start = Math.max(0, sizeBytes - maxBytes);
    const buffer = Buffer.alloc(sizeBytes - start);
    const text = buffer.toString('utf8', 0, await file.read(buffer, start));
    return start === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    await file.close();
  }
}
