import type { PublishedPort } from '../../core/api/index.ts';

/** `80/tcp -> 0.0.0.0:8080` */
export function portLine({ protocol, hostAddress, hostPort, containerPort }: PublishedPort): string {
  const address = hostAddress ?? '0.0.0.0';
  return `${containerPort}/${protocol} -> ${address.includes(':') ? `[${address}]` : address}:${hostPort}`;
}

/** `8080->80`, `127.0.0.1:53->53/udp`; a port that is not found yet is `*`. */
export function portsText(ports: readonly PublishedPort[]): string {
  return ports
    .map(({ protocol, hostAddress, hostPort, containerPort }) => {
      const address = hostAddress === undefined ? '' : `${hostAddress}:`;
      return `${address}${hostPort === 0 ? '*' : hostPort}->${containerPort}${protocol === 'tcp' ? '' : `/${protocol}`}`;
    })
    .join(' ');
}
