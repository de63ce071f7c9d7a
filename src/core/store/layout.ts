import { join } from 'node:path';
import * as z from 'zod';
import { ConmanError } from '../errors/index.ts';
import { Document, type DocumentType } from './document.ts';

const layoutSchema = z.object({ version: z.literal(1) });
type Layout = z.infer<typeof layoutSchema>;

/** Where things are below a lib root. A conman that moves or renames them has the next version, and a migration. */
const layoutDocument: DocumentType<Layout> = {
  noun: 'layout of the state directory',
  version: 1,
  schema: layoutSchema,
};

/**
 * Makes sure that the state below a lib root is laid out as this conman knows it. A state directory without the document
 * is a new one, or one of a conman before it, which had the same layout. Fails with `failed-precondition` for one of a
 * newer conman, before anything in it is touched: what this one does not know it would take for rubbish.
 */
export async function openLayout(libRoot: string): Promise<void> {
  const path = join(libRoot, 'layout.json');
  try {
    if ((await Document.open(path, layoutDocument)) === undefined) {
      await Document.create(path, layoutDocument, { version: 1 });
    }
  } catch (thrown) {
    const error = ConmanError.from(thrown);
    if (error.code !== 'data-loss') throw error;
    throw new ConmanError('failed-precondition', `cannot use the state in ${libRoot}: ${error.message}`, {
      hint: 'Use the conman that wrote it, or another --lib-root.',
      cause: error,
    });
  }
}
