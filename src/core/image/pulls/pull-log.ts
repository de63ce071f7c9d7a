import * as z from 'zod';
import type { Pull } from '../../api/image-transfer.ts';
import { Document, type DocumentType } from '../../store/document.ts';

const unixNs = z.string().regex(/^\d+$/);
const entrySchema = z.object({
  id: z.string(),
  reference: z.string(),
  platform: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled', 'interrupted']),
  startedAt: unixNs,
  endedAt: unixNs,
  doneBytes: z.number(),
  totalBytes: z.number(),
  message: z.string(),
});
const logSchema = z.object({ version: z.literal(1), pulls: z.array(entrySchema) });

type PullLogData = z.infer<typeof logSchema>;

const logDocument: DocumentType<PullLogData> = { noun: 'log of pulls', version: 1, schema: logSchema };

/** More than anybody looks through. */
const maxEntries = 50;

/** The pulls there were, newest first, also those before a restart of conmand. */
export class PullLog {
  readonly #document: Document<PullLogData>;

  private constructor(document: Document<PullLogData>) {
    this.#document = document;
  }

  /** What was running when conmand ended was interrupted. A log that cannot be read begins anew: it is only history. */
  static async open(path: string): Promise<PullLog> {
    const document =
      (await Document.open(path, logDocument).catch(() => undefined)) ??
      (await Document.create(path, logDocument, { version: 1, pulls: [] }));
    const { pulls } = document.data;
    if (pulls.some(({ state }) => state === 'running')) {
      const message = 'conmand ended in the middle of it. Pull it again: what was fetched is kept.';
      await document.update({
        pulls: pulls.map((pull) => (pull.state === 'running' ? { ...pull, state: 'interrupted', message } : pull)),
      });
    }
    return new PullLog(document);
  }

  list(): Pull[] {
    return this.#document.data.pulls.map((pull) => ({
      ...pull,
      startedAt: BigInt(pull.startedAt),
      endedAt: BigInt(pull.endedAt),
    }));
  }

  /** Its latest state in the place of an earlier one. */
  async write(pull: Pull): Promise<void> {
    const entry = { ...pull, startedAt: pull.startedAt.toString(), endedAt: pull.endedAt.toString() };
    const others = this.#document.data.pulls.filter(({ id }) => id !== pull.id);
    await this.#document.update({ pulls: [entry, ...others].slice(0, maxEntries) });
  }
}
