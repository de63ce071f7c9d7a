import * as z from 'zod';
import { networkRequestSchema } from '../network/network-request.ts';
import type { DocumentType } from '../store/document.ts';

const identitySchema = z.object({ pid: z.int().positive(), startTime: z.string(), bootId: z.string() });
const unixNs = z.string().regex(/^\d+$/);

/** How a run ended, kept while the exit file that said so gives way to that of the next run. */
const formerRunSchema = z.object({
  reason: z.enum(['exited', 'signaled', 'unknown']),
  code: z.int().optional(),
  signal: z.int().optional(),
  at: unixNs,
  cause: z.enum(['out-of-memory', 'timeout']).optional(),
  logBytesLost: z.int().min(0),
});

const idRanges = z.array(z.object({ container: z.int().min(0), host: z.int().min(0), size: z.int().positive() }));

const healthSchema = z.object({
  command: z.array(z.string()).min(1),
  intervalMs: z.number(),
  timeoutMs: z.number(),
  startPeriodMs: z.number(),
  startIntervalMs: z.number(),
  retries: z.int(),
});

/** What was asked of a container and who was seen running it; what became of it is derived, never written here. */
const recordSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  name: z.string(),
  createdAt: unixNs,
  /** When the start was accepted by the runtime; absent before. */
  startedAt: unixNs.optional(),
  /** The image's name or the rootfs directory, as asked. */
  image: z.string(),
  /** The directory that lies below the container's changes. */
  rootfsSource: z.string(),
  /** Chain ids of the layers of an image; absent for a directory. */
  layers: z.array(z.string()).optional(),
  rootfsReadonly: z.boolean(),
  /** The OCI runtime that was named for it; absent: conmand's default one. */
  runtime: z.string().optional(),
  volumes: z.array(z.object({ name: z.string(), target: z.string() })).optional(),
  command: z.array(z.string()).min(1),
  stdin: z.boolean(),
  stdinOnce: z.boolean(),
  tty: z.boolean(),
  /** What a stop sends first; SIGTERM when absent. */
  stopSignal: z.string().optional(),
  labels: z.record(z.string(), z.string()),
  stopTimeoutSeconds: z.number().min(0).optional(),
  /** Absent, or without one of them: conmand's own. A size of -1 is unlimited. */
  logLimits: z.object({ maxBytes: z.int().optional(), maxFiles: z.int().optional() }).optional(),
  runTimeoutSeconds: z.int().positive().optional(),
  /** Absent: it is not started again by itself. */
  restart: z
    .object({ kind: z.enum(['no', 'on-failure', 'always', 'unless-stopped']), maxRetries: z.int().min(0).optional() })
    .optional(),
  /** Written before the signal is sent; gone when its user starts it. */
  stoppedByUser: z.boolean().optional(),
  /** Automatic starts since its user started it. */
  restarts: z.int().min(0).optional(),
  /** Runs in a row that ended soon, for the wait before the next. */
  quickEnds: z.int().min(0).optional(),
  /** Absent: nobody asks whether it is well. */
  health: healthSchema.optional(),
  /** Whose its ids are on the host; absent: the same ones. */
  userNamespace: z.object({ uids: idRanges, gids: idRanges }).optional(),
  /** To be removed when it has ended. */
  autoRemove: z.boolean().optional(),
  /** What was asked of the network; absent: a loopback interface of its own. */
  network: networkRequestSchema.optional(),
  /** Output bytes that could not be logged in the runs before this one. */
  logBytesLostBefore: z.int().min(0).optional(),
  /** Its processes are held still for something that conmand does, not for its user. */
  heldByConmand: z.boolean().optional(),
  /** Only while the container is being started again: the run that counts until `init` is that of the next one. */
  formerRun: formerRunSchema.optional(),
  init: identitySchema,
  shim: identitySchema.optional(),
});

export type ContainerRecord = z.infer<typeof recordSchema>;
export type FormerRun = z.infer<typeof formerRunSchema>;

export const recordDocument: DocumentType<ContainerRecord> = {
  noun: 'container record',
  version: 1,
  schema: recordSchema,
};
