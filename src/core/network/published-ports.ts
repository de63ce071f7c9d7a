import type { PublishedPort } from '../api/network.ts';
import { invalid } from '../errors/index.ts';
import { ipVersion } from '../host/ip-address.ts';

/** Each is a rule of the packet filter and a bind before it. */
const maxPorts = 1000;

/** Says what is wrong, if anything. */
export function expectPorts(ports: readonly PublishedPort[]): readonly PublishedPort[] {
  if (ports.length > maxPorts) throw invalid(`a container cannot publish more than ${maxPorts} ports`);
  for (const { protocol, hostAddress = '', hostPort, containerPort } of ports) {
    if (protocol !== 'tcp' && protocol !== 'udp') {
      throw invalid(`ports of ${JSON.stringify(protocol)} cannot be published`, 'There are tcp and udp.');
    }
    if (hostAddress !== '' && ipVersion(hostAddress) === undefined) {
      throw invalid(`"${hostAddress}" is no address to publish a port on`, 'Write 127.0.0.1:8080:80.');
    }
    if (!isPort(containerPort)) throw invalid(`a container has no port ${containerPort}`, 'Ports are 1 to 65535.');
    if (hostPort !== 0 && !isPort(hostPort)) throw invalid(`the host has no port ${hostPort}`, 'Ports are 1 to 65535.');
  }
  const taken = new Set<string>();
  for (const port of ports) {
    const key = `${port.protocol} ${port.hostAddress ?? ''} ${port.hostPort}`;
    if (port.hostPort !== 0 && taken.has(key)) throw invalid(`the host's port ${portText(port)} is asked for twice`);
    taken.add(key);
  }
  return ports.map(({ protocol, hostAddress, hostPort, containerPort }) => ({
    protocol,
    hostAddress: hostAddress || undefined,
    hostPort,
    containerPort,
  }));
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

/** `127.0.0.1:8080/tcp` */
export function portText({ protocol, hostAddress = '', hostPort }: PublishedPort): string {
  const address = hostAddress.includes(':') ? `[${hostAddress}]` : hostAddress;
  return `${address}${address === '' ? '' : ':'}${hostPort}/${protocol}`;
}

/** Whether both would be asked for by some packet. */
export function portsMeet(a: PublishedPort, b: PublishedPort): boolean {
  return (
    a.protocol === b.protocol && a.hostPort === b.hostPort && addressesMeet(a.hostAddress ?? '', b.hostAddress ?? '')
  );
}

function addressesMeet(a: string, b: string): boolean {
  if (a === '' || b === '' || a === b) return true;
  const sameFamily = ipVersion(a) === ipVersion(b);
  return sameFamily && [a, b].some((address) => address === '0.0.0.0' || address === '::');
}
