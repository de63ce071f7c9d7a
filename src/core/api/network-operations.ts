import type { CreateNetworkOptions, NetworkConnection, NetworkInspection, NetworkSummary } from './network.ts';

/** Networks, and which containers are on them. Every `name` is the whole name of a network. */
export interface NetworkOperations {
  /** The default network first, if it is there already, then by name. */
  listNetworks(): Promise<readonly NetworkSummary[]>;
  inspectNetwork(name: string): Promise<NetworkInspection>;
  /** Fails with `already-exists` when the name, the subnet or a route of the host is in the way. */
  createNetwork(options: CreateNetworkOptions): Promise<NetworkSummary>;
  /** Fails with `failed-precondition` while a container is on it or made to be. */
  removeNetwork(name: string): Promise<void>;
  /**
   * Removes the networks that no container is on or made to be on, but for the one that containers are on by default;
   * answers their names. With `dryRun` it only answers.
   */
  pruneNetworks(options?: { readonly dryRun?: boolean }): Promise<readonly string[]>;
  /** Puts a container on a network, now if it runs and at each later start. */
  connectNetwork(ref: string, connection: NetworkConnection): Promise<void>;
  disconnectNetwork(ref: string, name: string): Promise<void>;
  /** Asks the plugins whether all is as they left it; a line for each thing that is not. */
  checkNetwork(name: string): Promise<readonly string[]>;
}
