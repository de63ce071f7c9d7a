import type { FileFacts } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';

/** A copy never takes the place of a file: whoever wants that removes it first. */
export function refuseToReplace(found: FileFacts | undefined, place: string, kind: FileFacts['kind']): void {
  if (!found || (found.kind === 'directory' && kind === 'directory')) return;
  throw new ConmanError('already-exists', `${place} is there already`, {
    hint: 'remove it first, or take another name',
  });
}

export async function orNothing(facts: Promise<FileFacts>): Promise<FileFacts | undefined> {
  try {
    return await facts;
  } catch (error) {
    if (error instanceof ConmanError && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** The same pieces; `report` is told how many bytes there were. */
export async function* counted(
  archive: AsyncIterable<Uint8Array>,
  report: (totalBytes: number) => void,
): AsyncIterable<Uint8Array> {
  let bytes = 0;
  for await (const chunk of archive) {
    bytes += chunk.length;
    report(bytes);
    yield chunk;
  }
}
