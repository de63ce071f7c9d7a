import { expect, test, vi } from 'vitest';
import type { UpdateContainerOptions } from '../../../core/api/index.ts';
import { runScripted } from '../testing/scripted-cli.ts';

async function asked(...words: readonly string[]) {
  const updateContainer = vi.fn(async (_ref: string, _options: UpdateContainerOptions) => undefined);
  const outcome = await runScripted(['update', ...words], { engine: { updateContainer } });
  return { ...outcome, calls: updateContainer.mock.calls };
}

test('what is given is asked for, of every container', async () => {
  const flags = ['--memory', '256m', '--memory-swap', '-1', '--cpus', '-1', '-c', '512', '--cpuset-mems', '0'];
  const rates = ['--device-read-bps', '/dev/sda:10m', '--device-write-iops', '/dev/sda:100'];
  const others = ['--restart', 'on-failure:3', '-l', 'a=b', '--remove-label', 'c'];
  const { calls, status } = await asked(...flags, ...rates, ...others, 'web', 'db');
  expect(status).toBe(0);
  expect(calls.map(([ref]) => ref)).toEqual(['web', 'db']);
  expect(calls[0]?.[1]).toMatchObject({
    limits: {
      ...{ memoryBytes: 268_435_456, memorySwapBytes: -1, cpus: -1, cpuShares: 512, cpusetMems: '0' },
      deviceRates: [
        { device: '/dev/sda', kind: 'read-bps', rate: 10_485_760 },
        { device: '/dev/sda', kind: 'write-iops', rate: 100 },
      ],
    },
    ...{ restart: { kind: 'on-failure', maxRetries: 3 }, labels: { a: 'b' }, removeLabels: ['c'] },
  });
});

test.each([
  [['web'], 'nothing is to be changed'],
  [['--memory', 'lots', 'web'], 'no number of bytes'],
  [['--device-read-bps', '/dev/sda', 'web'], 'is not understood'],
  [['--restart', 'sometimes', 'web'], 'no restart policy'],
])('%j is refused without asking the engine', async (words, message) => {
  const { stderr, status, calls } = await asked(...words);
  expect(stderr).toContain(message);
  expect({ status, calls }).toEqual({ status: 2, calls: [] });
});
