import { expect, test } from 'vitest';
import { DemoEngine } from '../../../demo/demo-engine.ts';
import { demoWorld } from '../../../demo/demo-world.ts';
import { carryOut } from '../../operations/operation-table.ts';
import type { AppState } from '../../state/app-state.ts';
import { containerEvent, press, run, sampleContainer, sampleState } from '../../state/sample.ts';
import { listVolumes } from './listed-volume.ts';

const tools = {
  localFiles: () => Promise.reject(new Error('no files here')),
  report: () => undefined,
  news: () => undefined,
  abort: AbortSignal.abort(),
};
const world = demoWorld(1_700_000_000_000);

async function shown(engine: DemoEngine): Promise<AppState> {
  const inFront = press(sampleState([]), '3').state;
  return run(inFront, { kind: 'fetched', viewId: 'volumes', items: await listVolumes(engine) }).state;
}

/** Struck, and what that asks of the engine carried out. */
async function strike(engine: DemoEngine, state: AppState, ...chords: readonly string[]): Promise<AppState> {
  const pressed = press(state, ...chords);
  let next = pressed.state;
  for (const effect of pressed.effects) {
    if (effect.kind !== 'operation') continue;
    const result = await carryOut(engine, effect.operation, tools);
    next = run(next, { kind: 'operation-done', id: effect.id, result }).state;
  }
  return next;
}

const names = async (engine: DemoEngine): Promise<readonly string[]> =>
  (await engine.listVolumes()).map(({ name }) => name.slice(0, 14));

test('containers are told by name, and what one has cannot be removed', async () => {
  const engine = new DemoEngine(world);
  const state = await shown(engine);
  expect(state.visible[1]?.item).toMatchObject({ name: 'shop-data', users: ['shop-db'] });
  const refused = press(state, 'j', 'd').state;
  expect(refused.dialog).toBeUndefined();
  expect(refused.flash?.text).toBe('shop-db has it: remove the container first');
});

test('removing asks, says what is lost, and does it', async () => {
  const engine = new DemoEngine(world);
  const asked = press(await shown(engine), 'j', 'j', 'd').state;
  expect(asked.dialog).toMatchObject({
    question: 'Remove the volume shop-data-2025?',
    consequences: ['All that is in it is lost: /var/lib/conman/volumes/shop-data-2025/data'],
  });
  await strike(engine, asked, 'y');
  expect(await names(engine)).toEqual(['3fa93fa93fa93f', 'shop-data', 'thumbnails']);
});

test('a prune says what goes and what that frees before it does it', async () => {
  const engine = new DemoEngine(world);
  const asked = await strike(engine, await shown(engine), 'P', 'j', 'enter');
  expect(asked.dialog).toMatchObject({
    question: 'Remove what nobody needs, and free 894 MB?',
    consequences: [expect.stringContaining('shop-data-2025'), 'What is in a volume is lost: it is nowhere else.'],
  });
  expect(await names(engine)).toHaveLength(4);
  expect((await strike(engine, asked, 'y')).flash?.text).toBe('freed 894 MB');
  expect(await names(engine)).toEqual(['shop-data', 'thumbnails']);
});

test('one is made by name and labels; a wrong one is told where it was typed', async () => {
  const engine = new DemoEngine(world);
  const state = await shown(engine);
  const wrong = press(state, 'n', '-', 'enter').state;
  expect(wrong.dialog).toMatchObject({ problem: expect.stringContaining('begins with a letter or digit') });
  await strike(engine, state, 'n', ...'db', 'space', ...'app=shop', 'enter');
  expect(await engine.inspectVolume('db')).toMatchObject({ labels: { app: 'shop' }, usedBy: [] });
});

test('a container that comes or goes has the list read again', async () => {
  const state = await shown(new DemoEngine(world));
  const fetch = { kind: 'fetch', viewId: 'volumes' };
  expect(run(state, containerEvent('removed', sampleContainer('web'))).effects).toContainEqual(fetch);
  expect(run(state, containerEvent('exited', sampleContainer('web'))).effects).not.toContainEqual(fetch);
});
