import type { PublishedPort } from '../api/network.ts';
import { ipVersion } from '../host/ip-address.ts';
import type { SavedRules } from '../host/packet-filter.ts';
import type { AttachmentRecord } from './attachment-record.ts';
import { endpointOf } from './cni/result.ts';
import { portText } from './published-ports.ts';

/** What leads to the rules of the plugin portmap. */
const hooks = [/^-A PREROUTING .*-j CNI-HOSTPORT-DNAT$/, /^-A OUTPUT .*-j CNI-HOSTPORT-DNAT$/];

/** The published ports of a container for which there is no rule among the saved ones; `8080/tcp` each. */
export function missingPorts({ ports, interfaces: [first] }: AttachmentRecord, saved: SavedRules): readonly string[] {
  if (first?.result === undefined || !first.conflist.plugins.some(({ type }) => type === 'portmap')) return [];
  const addresses = endpointOf(first.result).addresses.map((each) => each.split('/')[0] ?? '');
  const isPublished = (port: PublishedPort): boolean =>
    ([4, 6] as const)
      .filter((family) => port.hostAddress === undefined || ipVersion(port.hostAddress) === family)
      .every((family) => {
        const address = addresses.find((each) => ipVersion(each) === family);
        return address === undefined || hasRules(saved.get(family) ?? [], port, address);
      });
  return ports.filter((port) => !isPublished(port)).map(portText);
}

function hasRules(lines: readonly string[], port: PublishedPort, address: string): boolean {
  const { protocol, hostPort, containerPort } = port;
  const target = `${address.includes(':') ? `[${address}]` : address}:${containerPort}`;
  const isRule = (line: string): boolean =>
    line.includes(` -p ${protocol} `) &&
    line.includes(` --dport ${hostPort} `) &&
    line.endsWith(` --to-destination ${target}`);
  return lines.some(isRule) && hooks.every((hook) => lines.some((line) => hook.test(line)));
}
