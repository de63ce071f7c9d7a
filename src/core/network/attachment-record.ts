import * as z from 'zod';
import type { DocumentType, Durability } from '../store/document.ts';
import { conflistSchema } from './cni/conflist.ts';
import { resultSchema } from './cni/result.ts';
import { portSchema } from './network-request.ts';

/** One interface. What it was added with is kept, because DEL has to be told the same, whatever the network has become. */
const interfaceSchema = z.object({
  network: z.string(),
  interface: z.string(),
  aliases: z.array(z.string()),
  conflist: conflistSchema,
  capabilityArgs: z.record(z.string(), z.unknown()),
  /** Its plugins keep something over a reboot, such as leases in a directory of others: what is known of it must be, too. */
  outlivesBoot: z.boolean().optional(),
  /** Absent while ADD is under way, and after a crash in the middle of it. */
  result: resultSchema.optional(),
});

/** What a container has of networks, from before the first ADD until after the last DEL. */
const attachmentSchema = z.object({
  version: z.literal(1),
  containerId: z.string(),
  containerName: z.string(),
  ports: z.array(portSchema),
  /** Whom to ask for names that conman does not know; empty: the host's servers. */
  dns: z.array(z.string()),
  interfaces: z.array(interfaceSchema),
});

export type AttachedInterface = z.infer<typeof interfaceSchema>;
export type AttachmentRecord = z.infer<typeof attachmentSchema>;

export const attachmentDocument: DocumentType<AttachmentRecord> = {
  noun: 'network attachment',
  version: 1,
  schema: attachmentSchema,
};

/** A network of conman's own leaves nothing behind when the machine stops: a document about it need not get to the disk. */
export function durabilityOf(interfaces: readonly Pick<AttachedInterface, 'outlivesBoot'>[]): Durability {
  return interfaces.some(({ outlivesBoot }) => outlivesBoot) ? 'now' : 'later';
}
