import { expect, test } from 'vitest';
import { press, run, sampleContainer, sampleState, sampleStats } from '../../state/sample.ts';
import { StatsHistory } from '../../stats/stats-history.ts';
import { usageColumns } from './usage-columns.ts';

const web = sampleContainer('web');

/** Two samples a second apart: what is read and received grows by 2 MB and 1 MB. */
function measured() {
  const [first] = sampleStats(web).containers;
  if (!first) throw new Error('no sample');
  const second = {
    ...first,
    at: first.at + 1_000_000_000n,
    cpu: { ...first.cpu, cores: 0.5 },
    block: { ...first.block, readBytes: 2_000_000 },
    network: [{ name: 'eth0', receivedBytes: 1_000_000, receivedPackets: 1, receiveErrors: 0, receiveDrops: 0 }].map(
      (one) => ({ ...one, sentBytes: 0, sentPackets: 0, sendErrors: 0, sendDrops: 0 }),
    ),
  };
  const history = new StatsHistory();
  history.add(first);
  history.add(second);
  return { usage: second, history };
}

test('relative memory, rates and the recent past of the processor', () => {
  const { usage, history } = measured();
  const context = { nowMs: 0, isForEars: false, pending: undefined, usage, history };
  const cells = Object.fromEntries(usageColumns.map(({ id, cell }) => [id, cell(web, context)]));
  expect(cells).toEqual({
    'memory-share': '25.0%',
    'cpu-graph': { text: '          ▁█', as: 'graph' },
    received: '1 MB/s',
    sent: '0 B/s',
    read: '2 MB/s',
    written: '0 B/s',
  });
});

test('a list is sorted by a rate: the busiest first', () => {
  const { usage, history } = measured();
  const db = sampleContainer('db');
  const state = run(sampleState([db, web]), {
    kind: 'stats',
    sample: { at: 1n, containers: [usage] },
    histories: new Map([[web.id, history]]),
  }).state;
  const place = press(state, 'o').state.dialog;
  const index = place?.kind === 'menu' ? place.items.findIndex(({ label }) => label === 'disk read') : -1;
  const sorted = press(state, 'o', ...Array.from({ length: index }, () => 'j'), 'enter').state;
  expect(sorted.visible.map(({ id }) => id)).toEqual([web.id, db.id]);
});
