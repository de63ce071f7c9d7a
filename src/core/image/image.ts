import * as z from 'zod';
import type { DocumentType } from '../store/document.ts';

/** What is known of an image beside its files. */
const imageSchema = z.object({
  version: z.literal(1),
  name: z.string(),
  id: z.string(),
  /** Unix time in ns. */
  createdAt: z.string().regex(/^\d+$/),
  sizeBytes: z.number(),
  command: z.array(z.string()).min(1),
});

export type Image = z.infer<typeof imageSchema>;

export const imageDocument: DocumentType<Image> = { noun: 'image record', version: 1, schema: imageSchema };
