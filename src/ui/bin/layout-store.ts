import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { Document, stateDirectory } from '../../core/index.ts';
import type { LayoutStore } from '../tui/app/layout-memory.ts';

const share = z.number().gt(0).lt(1).nullable();

const schema = z.object({
  version: z.literal(1),
  viewId: z.string(),
  tabs: z.record(z.string(), z.string()),
  lists: z.record(
    z.string(),
    z.object({
      sort: z.object({ column: z.string(), isDescending: z.boolean() }).nullable(),
      columns: z.record(z.string(), z.boolean()),
      groupBy: z.string().nullable(),
    }),
  ),
  shares: z.object({ list: share, session: share }).optional(),
  form: z.object({ texts: z.record(z.string(), z.string()), tty: z.boolean() }).nullable(),
});

const documentType = { noun: 'layout', version: 1 as const, schema };

/** The layout in the user's state directory; of one without a home nothing is kept. */
export function layoutStore(): LayoutStore {
  const directory = stateDirectory(process.env);
  if (directory === undefined) return { read: async () => undefined, write: async () => undefined };
  const path = join(directory, 'layout.json');
  let document: Promise<Document<z.infer<typeof schema>> | undefined> | undefined;
  return {
    async read() {
      document = Document.open(path, documentType);
      return (await document)?.data;
    },
    async write(layout) {
      const data = { version: 1 as const, ...layout };
      const open = await document?.catch(() => undefined);
      if (open) return await open.update(data);
      await mkdir(directory, { recursive: true, mode: 0o700 });
      document = Document.create(path, documentType, data);
      await document;
    },
  };
}
