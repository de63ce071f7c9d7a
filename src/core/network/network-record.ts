import * as z from 'zod';
import type { DocumentType } from '../store/document.ts';

const subnetSchema = z.object({
  subnet: z.string(),
  gateway: z.string(),
  /** The part of it from which addresses are given; absent: all. */
  range: z.string().optional(),
});

/** A network that conman made. */
const networkSchema = z.object({
  version: z.literal(1),
  name: z.string(),
  createdAt: z.string().regex(/^\d+$/),
  bridge: z.string().regex(/^[a-zA-Z0-9-]{1,15}$/),
  subnets: z.array(subnetSchema).min(1),
  mtu: z.int().min(0),
  isolation: z.enum(['networks', 'internal', 'none']),
  labels: z.record(z.string(), z.string()),
  /** The version of CNI that the plugins spoke when it was made. */
  cniVersion: z.string(),
});

export type NetworkRecord = z.infer<typeof networkSchema>;

/** What its interface and rules are made from. */
export interface BridgeNetwork extends Pick<NetworkRecord, 'name' | 'bridge' | 'subnets' | 'mtu' | 'isolation'> {
  readonly gateways: readonly string[];
}

export const networkDocument: DocumentType<NetworkRecord> = { noun: 'network', version: 1, schema: networkSchema };

export function bridgeNetwork(record: NetworkRecord): BridgeNetwork {
  return { ...record, gateways: record.subnets.map(({ gateway }) => gateway) };
}
