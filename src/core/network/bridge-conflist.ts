import type { Conflist } from './cni/conflist.ts';
import type { NetworkRecord } from './network-record.ts';
import { hostsOf, parseSubnet } from './subnet.ts';
import type { AddressFamily } from './way-out.ts';

/** What a container's interface on a bridge needs beyond an address. */
export interface BridgeNeeds {
  readonly ports: boolean;
  readonly bandwidth: boolean;
  /** Families for which the interface is the container's way to the world. */
  readonly wayOut: readonly AddressFamily[];
  /** Families of which it is given an address, which may be outside of the network's range. */
  readonly fixed: readonly AddressFamily[];
  /** A firewalld runs, which has to be told of each address. */
  readonly firewalld: boolean;
}

/**
 * The configuration list of a network that conman made. Plugins that would have nothing to do are left out: each is a
 * process at every start and every end.
 */
export function bridgeConflist(record: NetworkRecord, ipamDirectory: string, needs: BridgeNeeds): Conflist {
  const { name, bridge, subnets, mtu, cniVersion } = record;
  const everywhere = needs.wayOut.map((family) => ({ dst: family === 6 ? '::/0' : '0.0.0.0/0' }));
  return {
    cniVersion,
    name,
    plugins: [
      {
        type: 'bridge',
        bridge,
        isGateway: true,
        // A container reaches its own published ports.
        hairpinMode: true,
        ...(mtu > 0 && { mtu }),
        ipam: {
          type: 'host-local',
          dataDir: ipamDirectory,
          ranges: subnets.map((each) => [addressRange(each, needs.fixed)]),
          ...(everywhere.length > 0 && { routes: everywhere }),
        },
        capabilities: { ips: true, mac: true },
      },
      ...(needs.firewalld ? [{ type: 'firewall', backend: 'firewalld' }] : []),
      ...(needs.ports ? [{ type: 'portmap', snat: true, capabilities: { portMappings: true } }] : []),
      ...(needs.bandwidth ? [{ type: 'bandwidth', capabilities: { bandwidth: true } }] : []),
    ],
  };
}

/** What host-local chooses from. */
function addressRange({ subnet, gateway, range }: NetworkRecord['subnets'][number], fixed: readonly AddressFamily[]) {
  const [whole, part] = [parseSubnet(subnet), parseSubnet(range ?? '')];
  if (whole === undefined || part === undefined || fixed.includes(whole.family)) return { subnet, gateway };
  const { first, last } = hostsOf(part, whole);
  return { subnet, gateway, rangeStart: first, rangeEnd: last };
}
