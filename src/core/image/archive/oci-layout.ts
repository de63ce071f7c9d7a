import * as z from 'zod';
import { ConmanError } from '../../errors/index.ts';
import { expectDigest } from '../digest.ts';
import { contentOf } from '../image-content.ts';
import { type InstalledImage, noFurtherBlobs } from '../image-installer.ts';
import type { ImageParts } from '../image-parts.ts';
import { hostPlatform, platformText } from '../platform.ts';
import { parseReference } from '../reference.ts';
import { selectManifest } from '../registry/fetch-image.ts';
import { type Descriptor, descriptor, parseManifest } from '../registry/manifest.ts';
import type { ArchiveMembers } from './archive-members.ts';
import { namesOf } from './docker-archive.ts';

const layoutSchema = z.object({ imageLayoutVersion: z.string() });
const indexSchema = z.object({
  manifests: z.array(descriptor.extend({ annotations: z.record(z.string(), z.string()).optional() })),
});

type Entry = z.infer<typeof indexSchema>['manifests'][number];

const wholeName = 'io.containerd.image.name';
const shortName = 'org.opencontainers.image.ref.name';

/** Images of an OCI image layout; of one for several platforms that for this machine. */
export async function loadLayout(
  parts: ImageParts,
  members: ArchiveMembers,
  name: string | undefined,
  abort: AbortSignal,
): Promise<InstalledImage[]> {
  const { imageLayoutVersion } = await members.readJson('oci-layout', layoutSchema);
  if (!imageLayoutVersion.startsWith('1.')) {
    throw new ConmanError('failed-precondition', `the archive is an OCI layout of version ${imageLayoutVersion}`, {
      hint: 'conman knows version 1.',
    });
  }
  const { manifests } = await members.readJson('index.json', indexSchema);
  const installed: InstalledImage[] = [];
  for (const entry of manifests) {
    for (const each of namesOf(namesIn(entry), name, manifests.length)) {
      installed.push(await loadOne(parts, members, entry, each, abort));
    }
  }
  return installed;
}

/** A whole name, or a tag alone, which says nothing of the repository. */
function namesIn({ annotations = {} }: Entry): string[] {
  const whole = annotations[wholeName];
  if (whole !== undefined) return [whole];
  const short = annotations[shortName];
  return short !== undefined && /[/:]/.test(short) ? [short] : [];
}

async function loadOne(
  parts: ImageParts,
  members: ArchiveMembers,
  entry: Descriptor,
  name: string,
  abort: AbortSignal,
): Promise<InstalledImage> {
  const reference = parseReference(name);
  const documents = new Map<string, Buffer>();
  const read = async (digest: string): Promise<Buffer> => {
    const body = await members.read(blobPath(digest));
    documents.set(digest, body);
    return body;
  };
  let manifestDigest = entry.digest;
  let document = parseManifest(await read(manifestDigest), entry.mediaType);
  if (document.kind === 'index') {
    const chosen = selectManifest(document.index, reference, hostPlatform());
    manifestDigest = chosen.digest;
    document = parseManifest(await read(manifestDigest), chosen.mediaType);
  }
  if (document.kind === 'index') throw new ConmanError('failed-precondition', `${name} is an index of indexes`);
  const { config, layers } = document.manifest;
  await read(config.digest);
  for (const layer of layers) await parts.blobs.adopt(members.file(blobPath(layer.digest)).file, layer.digest);
  const content = contentOf(entry.digest, manifestDigest, documents);
  if (content.config.os !== 'linux') {
    throw new ConmanError('failed-precondition', `${name} is made for ${platformText(content.config)}`);
  }
  return await parts.installer.install(reference, content, noFurtherBlobs, () => undefined, abort);
}

function blobPath(digest: string): string {
  const { algorithm, hex } = expectDigest(digest);
  return `blobs/${algorithm}/${hex}`;
}
