import { expect, test } from 'vitest';
import type { ContainerEngine, Pull, PullState } from '../../../core/api/index.ts';
import { ConmanError } from '../../../core/errors/index.ts';
import type { Message } from '../state/message.ts';
import { PullFeed } from './pull-feed.ts';

const pull = (state: PullState): Pull => ({
  ...{ id: 'p', reference: 'alpine', platform: '', state, startedAt: 1n, endedAt: 2n },
  ...{ doneBytes: 0, totalBytes: 0, message: '' },
});

async function toldOf(listPulls: () => Promise<readonly Pull[]>): Promise<readonly Message[]> {
  const told: Message[] = [];
  const engine = {
    listPulls,
    // biome-ignore lint/correctness/useYield: it is over before there is news.
    async *watchPull() {
      throw new ConmanError('failed-precondition', 'the pull of alpine is over');
    },
  } as unknown as ContainerEngine;
  const feed = new PullFeed({ engine: () => engine, dispatch: (message) => told.push(message), soon: (act) => act() });
  await feed.watch('p');
  return told;
}

test('a pull that was over before it could be watched is done, or has failed', async () => {
  expect(await toldOf(async () => [pull('done')])).toEqual([{ kind: 'pull-done', pullId: 'p' }]);
  expect(await toldOf(async () => [pull('failed')])).toMatchObject([{ kind: 'pull-failed', pullId: 'p' }]);
  expect(await toldOf(() => Promise.reject(new Error('away')))).toMatchObject([{ kind: 'pull-failed' }]);
});
