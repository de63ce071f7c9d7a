import { open, rm } from 'node:fs/promises';
import { ConmanError } from '../errors/index.ts';
import { errnoOf, systemError } from './system-error.ts';

/**
 * Writes a new file that a user asked for, readable by its owner alone. What is there already is left alone: it fails with
 * `already-exists`. A file that cannot be finished is taken away again.
 */
export async function saveUserFile(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    await using file = await open(path, 'wx', 0o600);
    try {
      for await (const piece of pieces) await file.writeFile(piece);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') {
      throw new ConmanError('already-exists', `there is a file ${path} already`, { hint: 'Choose another name.' });
    }
    throw error instanceof ConmanError ? error : systemError(error, `write ${path}`);
  }
}
