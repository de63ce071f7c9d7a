import * as z from 'zod';
import { ConmanError } from '../../errors/index.ts';
import { ImageBuilder } from '../image-builder.ts';
import type { InstalledImage } from '../image-installer.ts';
import type { ImageParts } from '../image-parts.ts';
import { parseReference } from '../reference.ts';
import type { Descriptor } from '../registry/manifest.ts';
import { layerType, plainLayerType } from '../registry/media-types.ts';
import type { ArchiveMembers } from './archive-members.ts';

const manifestSchema = z.array(
  z.object({
    Config: z.string(),
    RepoTags: z.array(z.string()).nullish(),
    Layers: z.array(z.string()),
  }),
);

const gzipMagic = Buffer.from([0x1f, 0x8b]);

/** Images of an archive as `docker save` made them before it made OCI layouts. */
export async function loadDockerImages(
  parts: ImageParts,
  members: ArchiveMembers,
  name: string | undefined,
  abort: AbortSignal,
): Promise<InstalledImage[]> {
  const { blobs, installer } = parts;
  const images = await members.readJson('manifest.json', manifestSchema);
  const builder = new ImageBuilder(blobs, installer);
  const installed: InstalledImage[] = [];
  for (const { Config, RepoTags, Layers } of images) {
    const names = namesOf(RepoTags ?? [], name, images.length);
    const config = await members.read(Config);
    const layers: Descriptor[] = [];
    for (const path of Layers) {
      const { file, digest, sizeBytes } = members.file(path);
      const mediaType = (await blobs.adopt(file, digest)).subarray(0, 2).equals(gzipMagic) ? layerType : plainLayerType;
      layers.push({ mediaType, digest, size: sizeBytes });
    }
    for (const each of names) installed.push(await builder.install(parseReference(each), config, layers, abort));
  }
  return installed;
}

/** A name that is asked for counts for the only image there is. */
export function namesOf(inArchive: readonly string[], asked: string | undefined, images: number): readonly string[] {
  if (asked !== undefined) {
    if (images === 1) return [asked];
    throw new ConmanError('invalid-argument', `the archive has ${images} images: one name does not do`, {
      hint: 'Load them under the names they have, and give others with: conmanctl image tag.',
    });
  }
  if (inArchive.length > 0) return inArchive;
  throw new ConmanError('invalid-argument', 'an image in the archive has no name', {
    hint: 'Give it one: conmanctl image load --name NAME.',
  });
}
