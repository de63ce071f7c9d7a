import type { ContainerSummary, ImageSummary } from '../../core/api/index.ts';
import type { DemoVolume } from './demo-volumes.ts';

/** What `--demo` shows: a machine on which something is going on. */
export interface DemoWorld {
  readonly containers: readonly ContainerSummary[];
  readonly images: readonly ImageSummary[];
  readonly volumes: readonly DemoVolume[];
  /** Lines of the log of a container, by its name. */
  readonly logs: Readonly<Record<string, readonly string[]>>;
}

type Sketch = Pick<ContainerSummary, 'name' | 'image' | 'command'> & Partial<ContainerSummary>;

/** `nowMs` is Unix time: what is told as an age is the same whenever it is shown. */
export function demoWorld(nowMs: number): DemoWorld {
  const nsAgo = (seconds: number): bigint => BigInt(Math.round(nowMs - seconds * 1000)) * 1_000_000n;
  const container = (sketch: Sketch, place: number): ContainerSummary => ({
    id: (place + 1).toString(16).padStart(2, '0').repeat(16),
    state: 'running',
    createdAt: nsAgo(90_000 - place * 4_000),
    startedAt: nsAgo(86_400 - place * 4_000),
    finishedAt: 0n,
    exit: undefined,
    tty: false,
    stdin: false,
    pid: 4_000 + place * 17,
    logBytesLost: 0n,
    message: '',
    labels: {},
    ...sketch,
  });
  const killed = { reason: 'signaled', code: 137, signal: 9, at: nsAgo(900) } as const;
  const failed = { reason: 'exited', code: 3, signal: undefined, at: nsAgo(5_400) } as const;
  const shop = { app: 'shop' };
  const sketches: readonly Sketch[] = [
    {
      name: 'shop-web-1',
      image: 'nginx:1.27',
      command: ['nginx', '-g', 'daemon off;'],
      labels: { ...shop, tier: 'web' },
    },
    {
      name: 'shop-web-2',
      image: 'nginx:1.27',
      command: ['nginx', '-g', 'daemon off;'],
      labels: { ...shop, tier: 'web' },
    },
    { name: 'shop-db', image: 'postgres:17', command: ['postgres'], labels: { ...shop, tier: 'data' } },
    { name: 'cache', image: 'redis:7', command: ['redis-server', '--save', '60', '1'], labels: { tier: 'data' } },
    { name: 'console', image: 'busybox', command: ['sh'], tty: true, stdin: true },
    {
      ...{ name: 'nightly-import', image: 'shop/import', command: ['import', '--all'], labels: { app: 'batch' } },
      ...{ state: 'exited', exit: failed, finishedAt: failed.at, pid: 0 },
    },
    {
      ...{ name: 'thumbnails', image: 'shop/thumbs', command: ['thumbs', '--workers', '8'], labels: shop },
      ...{ state: 'exited', exit: killed, finishedAt: killed.at, pid: 0 },
    },
    { name: 'fresh', image: 'alpine:3', command: ['sh'], state: 'created', startedAt: 0n, pid: 0 },
  ];
  const image = (name: string, sizeBytes: number, days: number, command: readonly string[]): ImageSummary => ({
    ...{ name, sizeBytes, command, createdAt: nsAgo(days * 86_400) },
    id: `sha256:${Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64)}`,
  });
  const containers = sketches.map(container);
  const volume = (name: string, sizeBytes: number, user?: string): DemoVolume => ({
    ...{ name, sizeBytes, createdAt: nsAgo(86_400), anonymous: /^[0-9a-f]{64}$/.test(name), labels: {} },
    mountpoint: `/var/lib/conman/volumes/${name}/data`,
    usedBy: containers.filter(({ name: each }) => each === user).map(({ id }) => id),
  });
  return {
    containers,
    images: [
      image('alpine:3', 8_300_000, 40, ['/bin/sh']),
      image('busybox', 1_900_000, 300, ['sh']),
      image('nginx:1.27', 192_000_000, 25, ['nginx', '-g', 'daemon off;']),
      image('postgres:17', 438_000_000, 12, ['postgres']),
      image('redis:7', 117_000_000, 33, ['redis-server']),
    ],
    volumes: [
      volume('shop-data', 1_200_000_000, 'shop-db'),
      volume('shop-data-2025', 890_000_000),
      volume('thumbnails', 64_000_000, 'thumbnails'),
      volume('3fa9'.repeat(16), 4_000_000),
    ],
    logs: {
      'shop-web-1': requests(60, 'basket'),
      'shop-web-2': requests(60, 'search'),
      'shop-db': ['database system is ready to accept connections', '\u001b[33mslow query: 412 ms\u001b[0m'],
      'nightly-import': ['reading 1,200 rows', '\u001b[31mcolumn 7 of row 511: not a number\u001b[0m'],
      thumbnails: ['8 workers', 'decoding 4096x4096'],
    },
  };
}

function requests(count: number, path: string): readonly string[] {
  return Array.from({ length: count }, (_, index) => `10.0.0.${(index * 7) % 250} GET /${path}/${index} 200`);
}
