import { expect, test, vi } from 'vitest';
import type { CreateContainerOptions } from '../../../core/api/index.ts';
import { runScripted } from '../testing/scripted-cli.ts';

const files = {
  'a.env': '# settings\nA=1\nB = 2\n\n  C=from file\r\nTERM\n',
  'p.json': '{"defaultAction":"SCMP_ACT_ALLOW"}',
};

/** What the engine is asked for when `create` is given these flags, and how the command ended. */
async function asked(...flags: readonly string[]) {
  const createContainer = vi.fn(async (_options: CreateContainerOptions) => ({ id: 'x' }));
  const words = ['create', '-I', 'busybox', ...flags, 'web', '--', 'true'];
  const environment = { NO_COLOR: '1', TERM: 'vt100' };
  const { status, stderr } = await runScripted(words, { engine: { createContainer }, files, environment });
  return { status, stderr, options: createContainer.mock.calls[0]?.[0] };
}

test('without flags nothing is asked for beyond the command', async () => {
  const { options } = await asked();
  expect(Object.keys(options ?? {}).toSorted()).toEqual(
    ['command', 'env', 'image', 'labels', 'name', 'network', 'rootfsReadonly', 'stdin', 'stdinOnce', 'tty'].toSorted(),
  );
});

test.each([
  [['-u', 'web:www', '--group-add', 'a', '--group-add', '7'], { user: 'web:www', groups: ['a', '7'] }],
  [['--entrypoint', '/init'], { entrypoint: ['/init'] }],
  [['--read-only'], { rootfsReadonly: true }],
  [
    ['-v', './site:/www:ro,rslave', '-v', '/a:/b'],
    {
      mounts: [
        { kind: 'bind', source: '/home/ada/site', target: '/www', readonly: true, propagation: 'rslave' },
        { kind: 'bind', source: '/a', target: '/b', readonly: false, propagation: undefined },
      ],
    },
  ],
  [
    [
      '--mount',
      'type=bind,src=data,dst=/data,ro,bind-propagation=shared',
      '--mount',
      'type=tmpfs,target=/t,tmpfs-size=1m',
    ],
    {
      mounts: [
        { kind: 'bind', source: '/home/ada/data', target: '/data', readonly: true, propagation: 'shared' },
        { kind: 'tmpfs', target: '/t', options: ['size=1m'] },
      ],
    },
  ],
  [
    ['-v', 'data:/data:ro,nocopy', '-v', '/cache', '--mount', 'type=volume,src=db,dst=/db'],
    {
      mounts: [
        { kind: 'volume', source: 'data', target: '/data', readonly: true, propagation: undefined, noCopy: true },
        { kind: 'volume', source: undefined, target: '/cache', readonly: false, propagation: undefined, noCopy: false },
        { kind: 'volume', source: 'db', target: '/db', readonly: false, propagation: undefined, noCopy: false },
      ],
    },
  ],
  [
    ['--tmpfs', '/run:size=64m,exec', '--tmpfs', '/tmp'],
    {
      mounts: [
        { kind: 'tmpfs', target: '/run', options: ['size=64m', 'exec'] },
        { kind: 'tmpfs', target: '/tmp', options: [] },
      ],
    },
  ],
  [
    ['--cap-add', 'NET_ADMIN', '--cap-drop', 'ALL', '--privileged'],
    { capAdd: ['NET_ADMIN'], capDrop: ['ALL'], privileged: true },
  ],
  [
    ['--security-opt', 'no-new-privileges', '--security-opt', 'seccomp=unconfined'],
    { noNewPrivileges: true, seccompProfile: 'unconfined' },
  ],
  [
    ['--security-opt', 'no-new-privileges:false', '--security-opt', 'seccomp=p.json'],
    { noNewPrivileges: false, seccompProfile: files['p.json'] },
  ],
  [
    ['-m', '1.5g', '--cpus', '0.5', '--cpuset-cpus', '0-1', '--pids-limit', '-1'],
    { limits: { memoryBytes: 1_610_612_736, cpus: 0.5, cpuset: '0-1', pids: -1 } },
  ],
  [['--shm-size', '64k'], { shmSizeBytes: 65_536 }],
  [
    ['--ulimit', 'nofile=10:20', '--ulimit', 'core=unlimited'],
    {
      ulimits: [
        { name: 'nofile', soft: 10, hard: 20 },
        { name: 'core', soft: -1, hard: -1 },
      ],
    },
  ],
  [['--sysctl', 'net.ipv4.ip_forward=1'], { sysctls: { 'net.ipv4.ip_forward': '1' } }],
  [
    ['--device', '/dev/fuse', '--device', '/dev/sdb:/dev/disk:r', '--device', '/dev/kvm:rw'],
    {
      devices: [
        { source: '/dev/fuse', target: '/dev/fuse', access: 'rwm' },
        { source: '/dev/sdb', target: '/dev/disk', access: 'r' },
        { source: '/dev/kvm', target: '/dev/kvm', access: 'rw' },
      ],
    },
  ],
  [['--stop-signal', 'USR1', '--stop-timeout', '0'], { stopSignal: 'USR1', stopTimeoutSeconds: 0 }],
  [['--restart', 'on-failure:5'], { restart: { kind: 'on-failure', maxRetries: 5 } }],
  [['--log-opt', 'max-size=10m', '--log-opt', 'max-file=3'], { logLimits: { maxBytes: 10_485_760, maxFiles: 3 } }],
  [['--log-opt', 'max-size=-1', '--timeout', '30'], { logLimits: { maxBytes: -1 }, runTimeoutSeconds: 30 }],
  [['--restart', 'always'], { restart: { kind: 'always' } }],
  [
    ['--health-cmd', 'test -f /ok', '--health-interval', '5s', '--health-timeout', '500ms', '--health-retries', '2'],
    { health: { command: ['/bin/sh', '-c', 'test -f /ok'], intervalMs: 5000, timeoutMs: 500, retries: 2 } },
  ],
  [
    ['--health-cmd', '["a","b c"]', '--health-start-period', '1m'],
    { health: { command: ['a', 'b c'], startPeriodMs: 60_000 } },
  ],
  [['--no-healthcheck'], { health: 'none' }],
  [
    ['--init', '--oom-score-adj', '-5', '--security-opt', 'mask=/a:/b', '--security-opt', 'unmask=ALL'],
    { init: true, oomScoreAdj: -5, maskPaths: ['/a', '/b'], unmaskPaths: ['ALL'] },
  ],
  [['--annotation', 'a=b=c', '--rm'], { annotations: { a: 'b=c' }, autoRemove: true }],
  [['--env-file', 'a.env', '-e', 'A=3'], { env: ['A=1', 'B = 2', 'C=from file', 'TERM=vt100', 'A=3'] }],
])('%j', async (flags, expected) => {
  const { status, stderr, options } = await asked(...flags);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(options).toMatchObject(expected);
});

test.each([
  [['-v', 'data:'], '--volume data: is not understood'],
  [['-v', 'data'], '--volume data is not understood'],
  [['-v', '/a:/b:nocopy'], '--volume has no option "nocopy"'],
  [['-v', '/a:/b:zz'], '--volume has no option "zz"'],
  [['--mount', 'type=odd,target=/a'], 'there is no mount of type "odd"'],
  [['--mount', 'type=bind,target=/a'], 'a bind mount needs a source'],
  [['--mount', 'type=bind,source=/a,target=/a,odd=1'], 'has no "odd"'],
  [['--mount', 'type=tmpfs'], 'does not say where'],
  [['-m', 'lots'], '--memory lots is no number of bytes'],
  [['--cpus', 'x'], 'It has to be a number'],
  [['--ulimit', 'nofile'], '--ulimit nofile is not understood'],
  [['--device', 'a:b:c:d'], '--device a:b:c:d is not understood'],
  [['--security-opt', 'apparmor=x'], '--security-opt apparmor=x is not understood'],
  [['--restart', 'sometimes'], 'there is no restart policy "sometimes"'],
  [['--restart', 'always:3'], 'there is no restart policy "always:3"'],
  [['--log-opt', 'max-age=1'], '--log-opt max-age=1 is not understood'],
  [['--log-opt', 'max-size=big'], '--log-opt max-size big is no number of bytes'],
  [['--log-opt', 'max-file=few'], '--log-opt max-file=few is no number of files'],
  [['--sysctl', '=1'], 'a sysctl needs a name'],
  [['--health-interval', '5s'], 'a health check needs a command'],
  [['--health-cmd', 'x', '--no-healthcheck'], 'contradicts'],
  [['--health-cmd', '[1]'], 'is not understood'],
  [['--health-cmd', 'x', '--health-timeout', 'soon'], 'no span of time'],
  [['-l', '=1'], 'a label needs a name'],
])('%j is refused without asking the engine', async (flags, message) => {
  const { status, stderr, options } = await asked(...flags);
  expect(stderr).toContain(message);
  expect({ status, options }).toEqual({ status: 2, options: undefined });
});
