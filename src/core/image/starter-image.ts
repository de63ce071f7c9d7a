import { join } from 'node:path';
import * as z from 'zod';
import { tarEnd, tarHeader, tarPadding } from '../files/tar-writer.ts';
import { formatUnixNs } from '../host/clock.ts';
import { runProcess } from '../host/process.ts';
import { Document, type DocumentType } from '../store/document.ts';
import { findHostBusybox } from './host-busybox.ts';
import { ImageBuilder } from './image-builder.ts';
import type { ImageParts } from './image-parts.ts';
import type { ImageRecord } from './image-records.ts';
import { hostPlatform } from './platform.ts';
import { canonicalName, parseReference } from './reference.ts';
import { starterEntries } from './starter-files.ts';

export const starterImageName = 'busybox';

const noteSchema = z.object({ version: z.literal(1), introduced: z.boolean() });
const noteDocument: DocumentType<z.infer<typeof noteSchema>> = {
  noun: 'note about the starter image',
  version: 1,
  schema: noteSchema,
};

/**
 * The image that there is without a registry, made of the host's static busybox: when somebody first looks what images
 * there are, and again whenever somebody asks for it by name and it is not there. It is an image like any other.
 */
export class StarterImage {
  readonly #parts: ImageParts;
  readonly #reference = parseReference(starterImageName);
  #making: Promise<ImageRecord> | undefined;

  constructor(parts: ImageParts) {
    this.#parts = parts;
  }

  /** Makes it once in the life of a store: who has removed it does not want to see it again. */
  async introduce(): Promise<void> {
    const note = join(this.#parts.directory, 'starter.json');
    if ((await Document.open(note, noteDocument).catch(() => undefined)) !== undefined) return;
    // A host that cannot make it just has none, until it can.
    const made = await this.#ensure().catch(() => undefined);
    if (made !== undefined) await Document.create(note, noteDocument, { version: 1, introduced: true });
  }

  /** Undefined for any other name. */
  async find(name: string): Promise<ImageRecord | undefined> {
    const isMeant = name === starterImageName || name === `${starterImageName}:latest`;
    return isMeant ? await this.#ensure() : undefined;
  }

  /** Callers that come while it is being made wait for the same one. */
  async #ensure(): Promise<ImageRecord> {
    const there = this.#parts.records.get(canonicalName(this.#reference));
    if (there !== undefined) return there;
    this.#making ??= this.#make().finally(() => {
      this.#making = undefined;
    });
    return await this.#making;
  }

  async #make(): Promise<ImageRecord> {
    const { blobs, clock, installer, leases } = this.#parts;
    const busybox = await findHostBusybox('the image "busybox"', 'give a root file system directory');
    const createdAt = clock.nowNs();
    const mtime = Number(createdAt / 1_000_000_000n);
    const entries = starterEntries(busybox.content, await listApplets(busybox.path), mtime);
    const archive = entries.flatMap(({ entry, content }) => [tarHeader(entry), content, tarPadding(content.length)]);
    using _lease = leases.takeEverything();
    const builder = new ImageBuilder(blobs, installer);
    const layer = await builder.addLayer([...archive, tarEnd]);
    const { os, architecture, variant } = hostPlatform();
    const created = formatUnixNs(createdAt);
    const draft = {
      ...{ created, os, architecture, ...(variant !== undefined && { variant }) },
      config: { Cmd: ['/bin/sh'], Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'] },
      history: [{ created, created_by: `conman: made of ${busybox.path}` }],
    };
    const { record } = await builder.build(this.#reference, draft, [layer], new AbortController().signal);
    return record;
  }
}

async function listApplets(busybox: string): Promise<string[]> {
  const { stdout } = await runProcess(busybox, ['--list'], { timeoutMs: 10_000 });
  return stdout.split('\n').filter((applet) => /^[\w.[-]+$/.test(applet) && applet !== 'busybox');
}
