import type { NetworkSummary } from '../../../core/api/index.ts';

export function networksJson(networks: readonly NetworkSummary[]) {
  return { networks: networks.map(networkJson) };
}

/** By the rules of contract-json.ts. */
export function networkJson(network: NetworkSummary) {
  return { ...network, createdAt: String(network.createdAt) };
}
