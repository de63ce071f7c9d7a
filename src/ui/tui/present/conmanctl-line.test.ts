import { expect, test } from 'vitest';
import { conmanctlLine, runWords } from './conmanctl-line.ts';

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
