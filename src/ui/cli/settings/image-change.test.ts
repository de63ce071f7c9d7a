import { expect, test } from 'vitest';
import { imageChanges } from './image-change.ts';

test('instructions of a Dockerfile', () => {
  const change = [
    'CMD ["httpd", "-f"]',
    'ENTRYPOINT echo $HOME',
    'ENV A=1',
    'ENV B two words',
    'LABEL team="a b"',
    'EXPOSE 80 53/udp',
    'VOLUME /data /logs',
    'user ada',
    'WORKDIR /srv',
    'STOPSIGNAL SIGINT',
  ];
  expect(imageChanges({ change, author: 'Ada', message: 'why' })).toEqual({
    command: ['httpd', '-f'],
    entrypoint: ['/bin/sh', '-c', 'echo $HOME'],
    env: ['A=1', 'B=two words'],
    labels: { team: 'a b' },
    exposedPorts: ['80/tcp', '53/udp'],
    volumes: ['/data', '/logs'],
    user: 'ada',
    workdir: '/srv',
    stopSignal: 'SIGINT',
    author: 'Ada',
    comment: 'why',
  });
});

test.each(['RUN make', 'CMD', 'EXPOSE http', 'EXPOSE 70000', 'ENV =x', ''])('%j is not understood', (instruction) => {
  expect(() => imageChanges({ change: [instruction] })).toThrow('is not understood');
});
