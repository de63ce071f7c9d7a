import { createHash } from 'node:crypto';
import { ConmanError } from '../../errors/index.ts';
import { ByteRing } from '../../host/byte-ring.ts';
import { PartialFile } from '../../host/partial-file.ts';
import { expectDigest } from '../digest.ts';
import { Decompressor } from './decompress.ts';

/** What the thread needs to know that takes a blob in. */
export interface InflateTask {
  readonly digest: string;
  readonly sizeBytes: number;
  /** Where the blob is when it is whole and verified. */
  readonly blobPath: string;
  /** Where it grows until then, over several attempts. */
  readonly partialPath: string;
  /** Memory of the ring that brings what is missing. */
  readonly input: SharedArrayBuffer;
  /** Memory of the ring that takes what is in it. */
  readonly output: SharedArrayBuffer;
}

/** First of all: how much of the blob is there. */
export interface InflateNews {
  readonly haveBytes: number;
}

/** Keeps a blob as it comes, verifies it, and passes on what is in it. Fails with `data-loss` when it is another one. */
export async function inflateBlob(task: InflateTask, post: (news: InflateNews) => void): Promise<void> {
  const { digest, sizeBytes, blobPath, partialPath } = task;
  const { algorithm } = expectDigest(digest);
  const input = new ByteRing(task.input);
  const output = new ByteRing(task.output);
  const hash = createHash(algorithm);
  const decompressor = new Decompressor(async (chunk) => {
    if (!(await output.write(chunk))) throw new ConmanError('cancelled', 'nobody unpacks it any more');
  });
  const take = async (chunk: Buffer): Promise<void> => {
    hash.update(chunk);
    await decompressor.write(chunk);
  };
  try {
    using file = PartialFile.open(partialPath, blobPath, sizeBytes);
    post({ haveBytes: file.sizeBytes });
    for (const chunk of file.read()) await take(chunk);
    for (let chunk = await input.read(); chunk !== undefined; chunk = await input.read()) {
      file.append(chunk);
      await take(chunk);
    }
    const found = `${algorithm}:${hash.digest('hex')}`;
    if (found !== digest || file.sizeBytes !== sizeBytes) {
      file.discard();
      throw otherBlob(digest, found);
    }
    await decompressor.end();
    file.commit();
    output.end();
  } catch (error) {
    decompressor.abandon();
    input.leave();
    output.fail();
    throw error;
  }
}

function otherBlob(digest: string, found: string): ConmanError {
  return new ConmanError('data-loss', `the registry sent another blob than ${digest}: ${found}`, {
    hint: 'Something between here and the registry changes what is sent, or the registry is damaged.',
  });
}
