/** Whom the containers of a network may reach beside each other; it never keeps them from being reached by published ports. */
export type NetworkIsolation =
  /** The world, but not the containers of other networks. */
  | 'networks'
  /** Nobody beyond this host. */
  | 'internal'
  /** The world, and the containers of other networks. */
  | 'none';

export interface NetworkSummary {
  readonly name: string;
  /** Type of the plugin that makes its interfaces: `bridge` for the networks conman makes. */
  readonly driver: string;
  /** Made by conman, or found as a CNI configuration file, which conman uses and never changes. */
  readonly source: 'conman' | 'cni';
  /** Unix time in ns; 0n for that of a CNI configuration file. */
  readonly createdAt: bigint;
  /** Such as `10.89.0.0/24`. */
  readonly subnets: readonly string[];
  /** The host's address in each subnet. */
  readonly gateways: readonly string[];
  /** The host's interface; empty where conman does not know it. */
  readonly bridge: string;
  /** Bytes; 0 leaves it to the kernel. */
  readonly mtu: number;
  readonly isolation: NetworkIsolation;
  /** Containers are on it unless they ask for another one. */
  readonly isDefault: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** Names of the containers that are on it now. */
  readonly containers: readonly string[];
  /** What does not work as it should, such as names when somebody else has port 53; empty otherwise. */
  readonly message: string;
}

/** A container's interface on a network. */
export interface NetworkEndpoint {
  readonly containerId: string;
  readonly containerName: string;
  /** In the container, such as `eth0`. */
  readonly interface: string;
  /** With the length of the prefix: `10.89.0.2/24`. */
  readonly addresses: readonly string[];
  readonly mac: string;
  /** Names by which other containers of the network find it, beside its own. */
  readonly aliases: readonly string[];
}

/** Everything known about a network. Plain JSON values only, so that it can be shown and piped as it is. */
export interface NetworkInspection extends Omit<NetworkSummary, 'createdAt' | 'containers'> {
  /** RFC 3339; empty for that of a CNI configuration file. */
  readonly createdAt: string;
  readonly containers: readonly NetworkEndpoint[];
  /** The CNI configuration list that containers are added with. */
  readonly conflist: unknown;
}

export interface CreateNetworkOptions {
  /** 1 to 64 characters of [a-zA-Z0-9_.-], beginning with a letter or digit. */
  readonly name: string;
  /** At most one of IPv4 and one of IPv6. Absent: a free IPv4 one. */
  readonly subnets?: readonly string[] | undefined;
  /** Addresses in the subnets; the first one of each when absent. */
  readonly gateways?: readonly string[] | undefined;
  /** Parts of the subnets from which containers get addresses that ask for none: `10.89.0.128/25`. All when absent. */
  readonly ranges?: readonly string[] | undefined;
  /** Gives it an IPv6 subnet of its own when none is given. */
  readonly ipv6?: boolean | undefined;
  /** `networks` when absent. */
  readonly isolation?: NetworkIsolation | undefined;
  /** 68 to 65535 bytes. */
  readonly mtu?: number | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** How a container is on one network. */
export interface NetworkConnection {
  readonly network: string;
  readonly aliases?: readonly string[] | undefined;
  /** At most one of IPv4 and one of IPv6, from the network's subnets; free ones when absent. */
  readonly addresses?: readonly string[] | undefined;
  readonly mac?: string | undefined;
}

export interface PublishedPort {
  readonly protocol: 'tcp' | 'udp';
  /** Address of the host it is reached by; absent or empty = all of them. */
  readonly hostAddress?: string | undefined;
  /** 0 = any that is free. */
  readonly hostPort: number;
  readonly containerPort: number;
}

/** Bits per second; absent = no limit. */
export interface NetworkBandwidth {
  /** To the container. */
  readonly ingressBits?: number | undefined;
  /** From the container. */
  readonly egressBits?: number | undefined;
}

/**
 * What a container has of the network: the networks it is on (`default`: the daemon's own choice), nothing but a loopback
 * interface of its own, all that the host has, or all that another container has.
 */
export interface ContainerNetworkOptions {
  readonly mode: 'default' | 'networks' | 'none' | 'host' | 'container';
  /** For `container`: whose. */
  readonly container?: string | undefined;
  /** For `networks`, at least one; the way out is the first that is not internal. For `default`, at most one with an empty `network`. */
  readonly connections?: readonly NetworkConnection[] | undefined;
  readonly ports?: readonly PublishedPort[] | undefined;
  /** Publishes the ports that the image names as well, each on a free port of the host. */
  readonly publishExposed?: boolean | undefined;
  /** Name servers instead of the host's. */
  readonly dns?: readonly string[] | undefined;
  readonly dnsSearch?: readonly string[] | undefined;
  /** As in resolv.conf(5). */
  readonly dnsOptions?: readonly string[] | undefined;
  /** Lines for /etc/hosts; the address `host-gateway` is that of the host in the first network. */
  readonly extraHosts?: readonly { readonly name: string; readonly address: string }[] | undefined;
  readonly bandwidth?: NetworkBandwidth | undefined;
}

/** What a container has of the network now. */
export interface ContainerNetworkSummary {
  /** `none`, `host`, `networks`, or `container:ID`. */
  readonly mode: string;
  readonly networks: readonly {
    readonly name: string;
    /** Without the length of the prefix; none while it does not run. */
    readonly addresses: readonly string[];
  }[];
  /** With the host's port that was found for each; as asked for while it does not run. */
  readonly ports: readonly PublishedPort[];
}
