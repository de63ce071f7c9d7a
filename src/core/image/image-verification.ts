import { createHash } from 'node:crypto';
import type { ImageVerification } from '../api/image.ts';
import { ConmanError } from '../errors/index.ts';
import { expectDigest } from './digest.ts';
import { layerJobs, readImageContent } from './image-content.ts';
import type { ImageParts } from './image-parts.ts';
import type { ImageRecord } from './image-records.ts';
import { Decompressor } from './unpack/decompress.ts';

/** Reads all of an image, and compares it with its digests. */
export async function verifyImage(parts: ImageParts, record: ImageRecord): Promise<ImageVerification> {
  const problems: string[] = [];
  const check = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      problems.push(`${what}: ${ConmanError.from(error).message}`);
    }
  };
  await check('description', async () => {
    const content = await readImageContent(parts.blobs, record);
    for (const { digest, diffId, chainId } of layerJobs(content)) {
      await check(`layer ${digest}`, () => verifyLayer(parts, digest, diffId, chainId));
    }
  });
  return { image: record.name, problems };
}

async function verifyLayer({ blobs, layers }: ImageParts, digest: string, diffId: string, chainId: string) {
  if ((await layers.sizeOf(chainId)) === undefined) throw damaged('it is not unpacked');
  if (!(await blobs.has(digest))) throw damaged('its content is missing');
  const outer = createHash(expectDigest(digest).algorithm);
  const inner = createHash(expectDigest(diffId).algorithm);
  const decompressor = new Decompressor((chunk) => void inner.update(chunk));
  for await (const chunk of blobs.stream(digest)) {
    outer.update(chunk as Buffer);
    await decompressor.write(chunk as Buffer);
  }
  await decompressor.end();
  if (outer.digest('hex') !== expectDigest(digest).hex) throw damaged('its content is not what its digest says');
  if (inner.digest('hex') !== expectDigest(diffId).hex) throw damaged('what is in it is not what the image says');
}

function damaged(how: string): ConmanError {
  return new ConmanError('data-loss', how);
}
