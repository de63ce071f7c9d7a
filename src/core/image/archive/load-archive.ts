import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ConmanError } from '../../errors/index.ts';
import { ByteRing } from '../../host/byte-ring.ts';
import { makeDirectory } from '../../host/directories.ts';
import { TaskThread } from '../../host/task-thread.ts';
import { threadProgram } from '../../host/thread-program.ts';
import type { InstalledImage } from '../image-installer.ts';
import type { ImageParts } from '../image-parts.ts';
import { ArchiveMembers } from './archive-members.ts';
import { loadDockerImages } from './docker-archive.ts';
import { loadLayout } from './oci-layout.ts';
import type { SpooledMember } from './spool-task.ts';

const ringBytes = 1024 * 1024;

/** Images of an archive: an OCI image layout, or one of docker's. `name` is for an image that has none in it. */
export async function loadArchive(
  parts: ImageParts,
  archive: AsyncIterable<Uint8Array>,
  name: string | undefined,
  abort: AbortSignal,
): Promise<InstalledImage[]> {
  const directory = join(parts.ingest, `load-${randomBytes(8).toString('hex')}`);
  await makeDirectory(directory);
  try {
    const members = new ArchiveMembers(await spool(archive, directory, abort));
    if (members.has('index.json') && members.has('oci-layout')) return await loadLayout(parts, members, name, abort);
    if (members.has('manifest.json')) return await loadDockerImages(parts, members, name, abort);
    throw new ConmanError(
      'invalid-argument',
      'this is not an archive of images: it has neither index.json nor manifest.json',
      {
        hint: 'Of an archive of plain files, an image is made with: conmanctl image import FILE NAME.',
      },
    );
  } finally {
    await parts.trash.discard(directory);
  }
}

async function spool(
  archive: AsyncIterable<Uint8Array>,
  directory: string,
  abort: AbortSignal,
): Promise<readonly SpooledMember[]> {
  const ring = ByteRing.create(ringBytes);
  const thread = new TaskThread(threadProgram('spool-worker', import.meta.url));
  const feed = async (): Promise<void> => {
    try {
      for await (const chunk of archive) {
        if (abort.aborted) throw new ConmanError('cancelled', 'loading was cancelled');
        if (!(await ring.write(chunk))) return;
      }
      ring.end();
    } catch (error) {
      ring.fail();
      throw error;
    }
  };
  try {
    const [members, fed] = await Promise.allSettled([
      thread.run<SpooledMember[]>({ directory, input: ring.memory }),
      feed(),
    ]);
    if (fed.status === 'rejected') throw fed.reason;
    if (members.status === 'rejected') throw notAnArchive(members.reason);
    return members.value;
  } finally {
    thread.close();
  }
}

function notAnArchive(reason: unknown): ConmanError {
  const { code, message } = ConmanError.from(reason);
  if (code !== 'data-loss') return ConmanError.from(reason);
  return new ConmanError('invalid-argument', `this is not an archive that can be read: ${message}`, {
    hint: 'Give one that conmanctl image save, docker save or skopeo made.',
    cause: reason,
  });
}
