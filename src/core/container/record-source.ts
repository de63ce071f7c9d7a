import * as z from 'zod';
import { ConmanError } from '../errors/index.ts';
import { readText } from '../host/files.ts';
import { Document } from '../store/document.ts';
import type { RecordSource } from './container.ts';
import type { ContainerPaths } from './paths.ts';
import { recordDocument } from './record.ts';

/** The record of a container, or why it cannot be read; undefined when there is none. */
export async function readRecord(id: string, paths: ContainerPaths): Promise<RecordSource | undefined> {
  try {
    const document = await Document.open(paths.record, recordDocument);
    if (document === undefined) return undefined;
    if (document.data.id === id) return { kind: 'read', document };
    return { kind: 'broken', name: id, reason: `the container record ${paths.record} is that of ${document.data.id}` };
  } catch (error) {
    return { kind: 'broken', name: await salvageName(id, paths), reason: ConmanError.from(error).message };
  }
}

/** The name in a record that is otherwise not understood, else the id, so that people can still refer to it. */
async function salvageName(id: string, paths: ContainerPaths): Promise<string> {
  try {
    const json: unknown = JSON.parse((await readText(paths.record)) ?? '');
    return z.object({ name: z.string().min(1).max(64) }).parse(json).name;
  } catch {
    return id;
  }
}
