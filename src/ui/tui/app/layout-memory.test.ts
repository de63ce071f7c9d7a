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
  expect(written.at(-1)?.lists[state.viewId]?.groupBy).toBe('app');
  memory.take(state);
  expect(written).toHaveLength(1);
});
