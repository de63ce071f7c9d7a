import * as z from 'zod';
import { ConmanError } from '../errors/index.ts';
import type { DocumentType } from '../store/document.ts';

const recordSchema = z.object({
  version: z.literal(1),
  name: z.string(),
  /** Unix time in ns. */
  createdAt: z.string().regex(/^\d+$/),
  anonymous: z.boolean(),
  labels: z.record(z.string(), z.string()),
  /** Made for a container that is not there yet: goes with it if it never will be. */
  pending: z.boolean().optional(),
});

export type VolumeRecord = z.infer<typeof recordSchema>;

export const volumeDocument: DocumentType<VolumeRecord> = { noun: 'volume record', version: 1, schema: recordSchema };

const namePattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}$/;

export function isVolumeName(name: string): boolean {
  return namePattern.test(name);
}

export function expectVolumeName(name: string): void {
  if (isVolumeName(name)) return;
  throw new ConmanError('invalid-argument', `${JSON.stringify(name)} is no name for a volume`, {
    hint: 'Use up to 128 letters, digits, "_", "." and "-", beginning with a letter or digit.',
  });
}
