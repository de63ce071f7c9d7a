import type { ContainerNetworkOptions, PublishedPort } from '../api/network.ts';

/**
 * The same with the ports that an image names (`80/tcp`, `53/udp`, `80`), each on a free port of the host, where that is
 * asked for. One that is published already stays as it is; what is neither TCP nor UDP cannot be.
 */
export function withExposedPorts(
  options: ContainerNetworkOptions | undefined,
  exposed: readonly string[],
): ContainerNetworkOptions | undefined {
  if (!options?.publishExposed) return options;
  const { ports = [] } = options;
  const named = exposed.flatMap(parseExposedPort).filter((port) => !ports.some((other) => isSame(other, port)));
  return { ...options, ports: [...ports, ...named] };
}

function isSame(a: PublishedPort, b: PublishedPort): boolean {
  return a.protocol === b.protocol && a.containerPort === b.containerPort;
}

function parseExposedPort(text: string): readonly PublishedPort[] {
  const [, number, protocol = 'tcp'] = /^(\d{1,5})(?:\/(tcp|udp))?$/.exec(text) ?? [];
  if (number === undefined) return [];
  return [{ protocol: protocol === 'udp' ? 'udp' : 'tcp', hostPort: 0, containerPort: Number(number) }];
}
