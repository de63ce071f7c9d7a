import { expect, test } from 'vitest';
import { runLine } from './conmanctl-line.ts';

test.each([
  [{ name: 'web', image: 'busybox', command: [] }, 'conmanctl run -d --name web busybox'],
  [
    { name: 'web', image: '/srv/my rootfs', command: ['sh', '-c', 'echo "a b"'], tty: true, stdin: true },
    `conmanctl run -d -it --name web '/srv/my rootfs' sh -c 'echo "a b"'`,
  ],
])('%j', (options, line) => {
  expect(runLine(options)).toBe(line);
});
