import { expect, test } from 'vitest';
import { withExposedPorts } from './exposed-ports.ts';

test('what the image names gets free ports of the host, but for what is published already', () => {
  const ports = [{ protocol: 'tcp', hostPort: 8080, containerPort: 80 }] as const;
  const options = { mode: 'default', ports, publishExposed: true } as const;
  expect(withExposedPorts(options, ['80/tcp', '80/udp', '443', '7/sctp', 'nonsense'])?.ports).toEqual([
    ...ports,
    { protocol: 'udp', hostPort: 0, containerPort: 80 },
    { protocol: 'tcp', hostPort: 0, containerPort: 443 },
  ]);
  expect(withExposedPorts({ mode: 'default', ports }, ['443/tcp'])?.ports).toEqual(ports);
  expect(withExposedPorts(undefined, ['443/tcp'])).toBeUndefined();
});
