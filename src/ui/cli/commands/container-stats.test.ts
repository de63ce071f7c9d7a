import { expect, test } from 'vitest';
import type { ContainerStats } from '../../../core/api/index.ts';
import { runScripted, web } from '../testing/scripted-cli.ts';

const stats: ContainerStats = {
  containerId: web.id,
  at: 1n,
  cpu: {
    ...{ usageUs: 1, userUs: 1, systemUs: 0, perCoreUs: [], cores: 0.256 },
    ...{ periods: 10, throttledPeriods: 5, throttledUs: 9 },
  },
  memory: {
    ...{ usageBytes: 2e6, workingSetBytes: 1e6, limitBytes: 8e6, anonymousBytes: 0, fileBytes: 0, swapBytes: 0 },
    ...{ majorFaults: 0, oomKills: 0 },
  },
  pids: { current: 3 },
  block: { readBytes: 4096, writeBytes: 0, reads: 1, writes: 0 },
  network: [],
};

function engineOf(asked: unknown[]) {
  return {
    listContainers: async () => [web],
    async *containerStats(options?: unknown) {
      asked.push(options);
      yield { at: 1n, containers: [] };
      yield { at: 2n, containers: [stats] };
      throw new Error('nobody wants more');
    },
  };
}

test('without a stream it is one sample that knows how fast the counters grow', async () => {
  const asked: unknown[] = [];
  const words = ['stats', '--no-stream', '--interval', '250ms', 'web'];
  const { status, stdout } = await runScripted(words, { engine: engineOf(asked), terminal: { columns: 200 } });
  expect(status).toBe(0);
  expect(asked).toEqual([{ refs: ['web'], intervalMs: 250 }]);
  const [heading = '', row = '', ...rest] = stdout.trimEnd().split('\n');
  expect(rest).toEqual([]);
  expect(heading).toMatch(/^ID +NAME +CPU +HELD BACK +MEMORY +OF/);
  expect(row).toMatch(/^78f5d41bb7cd +web +25\.6% +50\.0% +1 MB +8 MB +12\.5% +0 B \/ 0 B +4\.1 kB \/ 0 B +3$/);
});

test('for programs each sample is a line of JSON', async () => {
  const { stdout } = await runScripted(['container', 'stats', '--no-stream'], { engine: engineOf([]) });
  expect(JSON.parse(stdout)).toMatchObject({
    at: '2',
    containers: [{ containerId: web.id, at: '1', pids: { current: 3 } }],
  });
});
