import * as z from 'zod';
import type { DocumentType } from '../../store/document.ts';

/** What a restoration has to know of a checkpoint beside the images of criu. */
const checkpointSchema = z.object({
  version: z.literal(1),
  createdAt: z.string().regex(/^\d+$/),
  tty: z.boolean(),
  tcpEstablished: z.boolean(),
  /** stdin, stdout and stderr as criu names them; null is one that it knows by itself. */
  streams: z
    .array(
      z
        .string()
        .regex(/^file\[[0-9a-f]+:[0-9a-f]+\]$/)
        .nullable(),
    )
    .length(3),
});

export type CheckpointRecord = z.infer<typeof checkpointSchema>;

export const checkpointDocument: DocumentType<CheckpointRecord> = {
  noun: 'checkpoint record',
  version: 1,
  schema: checkpointSchema,
};

/** Beside the images, which have other names. */
export const checkpointFile = 'conman-checkpoint.json';
