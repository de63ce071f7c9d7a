import { expect, test } from 'vitest';
import type { Layout } from '../state/remembered-layout.ts';
import { sampleState } from '../state/sample.ts';
import { LayoutMemory } from './layout-memory.ts';

const size = { columns: 120, rows: 40 };

test('what is changed before the file has been read is kept too', async () => {
  const written: Layout[] = [];
  const read = Promise.withResolvers<Layout | undefined>();
  const memory = new LayoutMemory({
    read: () => read.promise,
    write: async (layout) => void written.push(layout),
  });
  const recalled = memory.recall(() => undefined);
  const state = { ...sampleState([], [], size), groupBy: 'app' };
  memory.take(sampleState([], [], size));
  memory.take(state);
  expect(written).toEqual([]);
  read.resolve(undefined);
  await recalled;
  await memory.written();
  expect(written.at(-1)?.lists[state.viewId]?.groupBy).toBe('app');
  memory.take(state);
  await memory.written();
  expect(written).toHaveLength(1);
});

test('one write follows the other, and the last can be waited for', async () => {
  const written: Layout[] = [];
  const first = Promise.withResolvers<void>();
  const memory = new LayoutMemory({
    read: async () => undefined,
    async write(layout) {
      if (written.length === 0) await first.promise;
      written.push(layout);
    },
  });
  await memory.recall(() => undefined);
  const state = sampleState([], [], size);
  memory.take({ ...state, groupBy: 'app' });
  memory.take({ ...state, groupBy: 'tier' });
  let isWritten = false;
  const waited = memory.written().then(() => {
    isWritten = true;
  });
  await Promise.resolve();
  expect(isWritten).toBe(false);
  first.resolve();
  await waited;
  expect(written.map(({ lists }) => lists[state.viewId]?.groupBy)).toEqual(['app', 'tier']);
});
