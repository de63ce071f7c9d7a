import { expect, test } from 'vitest';
import { createLines } from './conmanctl-line.ts';

test.each([
  [
    { name: 'web', image: 'busybox', command: [] },
    ['conmanctl container create -I busybox web', 'conmanctl container start web'],
  ],
  [
    { name: 'web', image: '/srv/my rootfs', command: ['sh', '-c', 'echo "a b"'], tty: true, stdin: true },
    [`conmanctl container create -I '/srv/my rootfs' -i -t web -- sh -c 'echo "a b"'`, 'conmanctl container start web'],
  ],
])('%j', (options, lines) => {
  expect(createLines(options)).toEqual(lines);
});
