import type { ContainerSummary } from '../../api/container.ts';
import type { NetworkSummary } from '../../api/network.ts';

export function container(index: number, more: Partial<ContainerSummary> = {}): ContainerSummary {
  return {
    id: index.toString(16).padStart(32, '0'),
    name: `web-${index}`,
    state: 'running',
    createdAt: 1_570_358_641_000_000_001n,
    startedAt: 1_570_358_641_000_000_002n,
    finishedAt: 0n,
    exit: undefined,
    image: '/srv/root',
    command: ['/bin/sh', '-c', 'while :; do "x y"; done', '', 'ü\n'],
    tty: true,
    stdin: true,
    pid: 4_194_304,
    logBytesLost: 1n << 40n,
    message: '',
    labels: { app: 'web', empty: '' },
    ...more,
  };
}

export const network: NetworkSummary = {
  ...{
    name: 'web',
    driver: 'bridge',
    source: 'conman',
    createdAt: 7n,
    bridge: 'cm-1',
    mtu: 1400,
    isolation: 'internal',
  },
  ...{ subnets: ['10.0.0.0/24', 'fd00::/64'], gateways: ['10.0.0.1', 'fd00::1'], isDefault: true, labels: { a: 'b' } },
  ...{ containers: ['a'], message: 'm' },
};
