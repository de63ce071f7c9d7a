import type { PublishedPort } from '../../core/api/index.ts';
import { requireThat } from './require-that.ts';

const hint = 'Write 8080:80, 127.0.0.1:8080:80, 53:53/udp, 8000-8009:8000-8009, or 80 for any free port of the host.';

/** `[ADDRESS:][HOST_PORT:]CONTAINER_PORT[/tcp|udp]`, each port a number or a range; an IPv6 address in brackets. */
export function parsePublish(text: string): readonly PublishedPort[] {
  const [, bracketed, plain, host = '', container = '', protocol = 'tcp'] =
    /^(?:\[([^\]]+)\]:|([^:[\]/]*):(?=[^:]*:))?(?:([\d-]*):)?([\d-]+)(?:\/(tcp|udp))?$/i.exec(text) ?? [];
  const containerPorts = parseRange(container);
  const hostPorts = host === '' ? containerPorts?.map(() => 0) : parseRange(host);
  requireThat(containerPorts !== undefined && hostPorts !== undefined, `--publish ${text} is not understood`, hint);
  requireThat(
    containerPorts.length === hostPorts.length,
    `--publish ${text}: ${hostPorts.length} ports of the host cannot be ${containerPorts.length} of the container`,
    hint,
  );
  const hostAddress = bracketed ?? plain;
  return containerPorts.map((containerPort, index) => ({
    protocol: protocol.toLowerCase() as PublishedPort['protocol'],
    ...(hostAddress && { hostAddress }),
    hostPort: hostPorts[index] ?? 0,
    containerPort,
  }));
}

/** `80`, `8000-8009`; undefined for what is neither. */
function parseRange(text: string): readonly number[] | undefined {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last)];
  if (first === undefined || from < 1 || to < from || to > 65_535) return undefined;
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
