import { expect, test } from 'vitest';
import { conmanctlLine, runWords, updateWords } from './conmanctl-line.ts';
import { userNamespaceWords } from './setting-words.ts';

test.each([
  [{ name: 'web', image: 'busybox', command: [] }, undefined, 'conmanctl run -d --name web busybox'],
  [{ name: 'web', image: 'busybox', command: [] }, '/a b.sock', "conmanctl -H '/a b.sock' run -d --name web busybox"],
  [
    { name: 'web', image: '/srv/my rootfs', command: ['sh', '-c', 'echo "a b"'], tty: true, stdin: true },
    undefined,
    `conmanctl run -d -it --name web '/srv/my rootfs' sh -c 'echo "a b"'`,
  ],
])('%j', (options, socketPath, line) => {
  expect(conmanctlLine(runWords(options), socketPath)).toBe(line);
});

test('what was set is in the line, so that it does the same', () => {
  const options = {
    ...{ name: 'web', image: 'busybox', command: ['httpd'], env: ['A=b c'] },
    mounts: [
      { kind: 'bind', source: '/data', target: '/srv', readonly: true },
      { kind: 'volume', source: 'db', target: '/db', readonly: true, noCopy: true },
      { kind: 'volume', source: undefined, target: '/scratch' },
    ] as const,
    userNamespace: { kind: 'auto', size: 1000 } as const,
    limits: { memoryBytes: 64 * 1024 ** 2, cpus: 1.5 },
    restart: { kind: 'on-failure', maxRetries: 3 } as const,
    labels: { app: 'shop' },
    network: {
      mode: 'networks',
      connections: [{ network: 'backend' }],
      ports: [
        { protocol: 'tcp', hostPort: 8080, containerPort: 80 },
        { protocol: 'udp', hostAddress: '::1', hostPort: 0, containerPort: 53 },
      ],
    } as const,
  };
  expect(conmanctlLine(runWords(options), undefined)).toBe(
    "conmanctl run -d --name web --network backend --publish 8080:80 --publish '[::1]::53/udp' --env 'A=b c' --volume /data:/srv:ro --volume db:/db:ro,nocopy --volume /scratch --memory 64m --cpus 1.5 --restart on-failure:3 --userns auto:size=1000 --label app=shop busybox httpd",
  );
  const change = { limits: { pids: 100, memoryBytes: -1 }, removeLabels: ['app'] };
  expect(conmanctlLine(updateWords(change, 'web'), undefined)).toBe(
    'conmanctl update --memory -1 --pids-limit 100 --remove-label app web',
  );
});

test.each([
  [{ kind: 'host' }, '--userns host'],
  [{ kind: 'auto' }, '--userns auto'],
  [{ kind: 'maps', uids: [{ container: 0, host: 5, size: 9 }], gids: [] }, '--uidmap 0:5:9'],
] as const)('user namespace %j', (userNamespace, words) => {
  expect(userNamespaceWords(userNamespace).join(' ')).toBe(words);
});
